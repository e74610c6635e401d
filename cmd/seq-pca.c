/*
 * seq-pca - principal components of vectors: the few directions of greatest
 * variance, for example for a map of the items.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "data/vector_rows.h"
#include "io/embedding_format.h"
#include "io/input.h"
#include "io/output.h"
#include "linear/pca.h"
#include "math/lapack.h"

static const char *format = "tsv", *variance, *output;
static size_t components = 2, dim, threads;
static int no_header;

static const struct cli_option options[] = {
    OPT_GROUP("Input"),
    OPT_DIM(&dim,
	"the input is floats in this many columns, raw, npy or fvecs, instead "
	"of a TSV of names and numbers",
	1),
    OPT_NO_HEADER(&no_header, "TSV input and output have no header lines"),
    OPT_GROUP("Output"),
    OPT_SIZE("components", 0, &components, "N",
	"number of components, by decreasing variance", 1, 65536),
    OPT_CHOICE("format", 0, &format, "NAME", "format of the rows",
	embedding_format_choice),
    OPT_WRITES("variance", 0, &variance,
	"write each component's share of the variance to FILE"),
    OPT_OUTPUT(&output, ""),
    OPT_GENERAL,
    OPT_THREADS(&threads),
};

static const struct cli program = {
    .name = "seq-pca",
    .operands = "[vectors ...]",
    .summary = "Projects vectors onto their principal components, the few "
	       "directions of greatest\nvariance.\n",
    .usual = "dim components variance output help",
    .example = "seq-embed --tower=item --format=tsv | seq-pca >map.tsv",
    .options = CLI_TABLE(options),
    .max_operands = -1,
};

static int
read_vectors(
    struct vector_rows *v, const char *const *files, size_t n, struct fail *f)
{
	struct input *in;
	int r;

	cli_reads(files, n);
	in = input_open(files, n, dim ? &input_of_floats : NULL, f);
	if (!in)
		return -1;
	r = dim ? vector_rows_read_matrix(v, in, dim, f)
	        : vector_rows_read(v, in, !no_header, f);
	input_close(in);
	return r;
}

static int
fit(struct pca *p, const struct vector_rows *v, struct fail *f)
{
	if (components > v->d)
		return fail_set(f,
		    "--components=%zu: the vectors have only %zu column%s",
		    components, v->d, num_s(v->d));
	if (v->n < 2)
		return fail_set(f, "a single vector has no components");
	lapack_threads(threads_count());
	return pca_fit(p, v->n, v->d, v->x, components, f);
}

/* Component, variance, and its share of the total. */
static int
put_variance(const struct pca *p, struct fail *f)
{
	struct output *o = output_open(variance, OUTPUT_TEXT, f);
	size_t k;

	if (!o)
		return -1;
	if (!no_header)
		output_string(o, "component\tvariance\tshare\n");
	for (k = 0; k < p->k; k++)
		output_printf(o, "x%zu\t%.6g\t%.6f\n", k + 1, p->variance[k],
		    p->variance[k] / p->total);
	return output_commit(o, f);
}

static int
put_rows(const struct pca *p, const struct vector_rows *v, struct fail *f)
{
	const struct embedding_format *to = embedding_format_find(format);
	float *y = malloc(p->k * sizeof(*y));
	struct output *o =
	    output_open(output, to->binary ? OUTPUT_BINARY : OUTPUT_TEXT, f);
	char number[32];
	size_t i;

	if (!y && o) {
		output_abandon(o);
		o = NULL;
		(void)fail_memory(f);
	}
	if (o && to->begin)
		to->begin(o, v->n, p->k, !no_header);
	for (i = 0; i < v->n && o && !output_failed(o); i++) {
		pca_apply(p, v->x + i * v->d, y);
		to->row(o, vector_rows_name(v, i, number), p->k, y);
	}
	free(y);
	return o ? output_commit(o, f) : -1;
}

int
main(int argc, char **argv)
{
	struct vector_rows v = {0};
	struct pca p = {0};
	struct fail f;
	size_t n;
	const char *const *files =
	    cli_operands(cli_parse(&program, argc, argv), argc, argv, &n);

	threads_set((int)threads);
	if (read_vectors(&v, files, n, &f) || fit(&p, &v, &f) ||
	    put_rows(&p, &v, &f) || (variance && put_variance(&p, &f)))
		cli_die(&f);
	vector_rows_free(&v);
	pca_free(&p);
	return EXIT_DONE;
}
