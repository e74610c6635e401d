/*
 * topk-list - the best items for every query: "query rank item score".
 *
 * Queries come as rows of floats and are answered block by block, so that the
 * input may be endless; or they are items, and the answer what is like them.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/shard.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/mat.h"
#include "io/output.h"
#include "io/tsv.h"
#include "model/model.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "rank/lists.h"
#include "rank/score_tiles.h"
#include "rank/side_column.h"
#include "rank/titles.h"
#include "rank/topk.h"

/* Queries answered at a time, and how much room their lists may take. */
#define BLOCK ((size_t)1024)
#define BLOCK_LISTS ((size_t)1 << 22)

static const char *model_dir, *candidates, *vocab_path, *exclude, *context;
static const char *include, *items, *similar, *output, *share;
static struct shard shard;
static size_t dim, k = 10, threads;
static double min_score = NAN;
static int no_header;

static const struct cli_option options[] = {
    OPT_STRING("model", 'm', &model_dir, "DIR",
	"candidates and vocabulary of this model (default model)"),
    OPT_STRING("candidates", 0, &candidates, "FILE",
	"instead, candidates from this matrix, with --vocab"),
    OPT_STRING("vocab", 'v', &vocab_path, "FILE",
	"the items that are the rows of --candidates"),
    OPT_SIZE("dim", 'd', &dim, "D",
	"columns of --candidates; 0: as their sizes say", 0, 65536),
    OPT_SIZE("top", 'k', &k, "K", "items for every query", 1, INT32_MAX),
    OPT_REAL("min-score", 0, &min_score, "X", "leave out items that score less",
	-INFINITY, INFINITY),
    OPT_STRING("exclude", 'x', &exclude, "FILE",
	"TSV whose row i lists items that query i leaves out"),
    OPT_STRING("context", 'C', &context, "COLUMN",
	"column of --exclude (default context_movie_id, without header "
	"the first)"),
    OPT_STRING("include", 0, &include, "FILE",
	"only these items: a token a line, no header"),
    OPT_STRING("items", 'i', &items, "FILE",
	"add titles: lines of item and title, divided by TAB, ::, "
	"comma or semicolon"),
    OPT_STRING("similar", 0, &similar, "ITEM[,ITEM]",
	"read no queries: list what is nearest to these items by "
	"cosine"),
    OPT_FLAG("no-header", 'H', &no_header,
	"no TSV read or written has a header line"),
    OPT_OUTPUT(&output),
    OPT_SHARD(&share, "queries"),
    OPT_THREADS(&threads),
};

static const struct cli program = {
    .name = "topk-list",
    .operands = "[queries ...]",
    .summary = "Writes the best items for every query as \"query rank item "
	       "score\"; queries are\nrows of floats as seq-embed writes "
	       "them.\n",
    .options = options,
    .noptions = COUNTOF(options),
    .max_operands = -1,
};

struct topk_list {
	struct model *model;
	struct candidates catalogue;
	struct titles *names; /* or NULL */
	struct score_tiles *scan;
	struct topk *topk;
	size_t block;                /* B, queries at a time */
	float *q;                    /* [B,d] of files, [n,d] of --similar */
	struct side_column *exclude; /* or NULL */
	struct exclude *skip;        /* NULL: nothing is left out */
	struct output *out;
	uint64_t queries; /* so far */
};

static int
open_catalogue(struct topk_list *w, struct fail *f)
{
	if (candidates)
		return candidates_open(
		    &w->catalogue, candidates, vocab_path, dim, f);
	w->model = model_load(model_dir ? model_dir : "model", f);
	if (!w->model)
		return -1;
	return candidates_of_model(&w->catalogue, w->model, f);
}

/* The rows of the items of --similar, whose lengths are 1, to w->q, and those
 * items to *asked; how many they are, 0 on failure. */
static size_t
read_similar(struct topk_list *w, int32_t **asked, struct fail *f)
{
	const struct candidates *c = &w->catalogue;
	struct slice rest = {similar, strlen(similar)}, t;
	size_t n = 0, most = rest.n + 1, size;

	if (candidates_normalise(&w->catalogue, f))
		return 0;
	*asked = malloc(most * sizeof(**asked));
	if (!*asked || size_mul(most, c->d * sizeof(*w->q), &size) ||
	    !(w->q = malloc(size))) {
		(void)fail_memory(f);
		return 0;
	}
	while (tsv_list_next(&rest, &t)) {
		int32_t id = vocab_find(c->vocab, t.s, t.n);

		if (!id) {
			(void)fail_set(f,
			    "--similar: '%.*s' is not in the vocabulary",
			    (int)size_min(t.n, 200), t.s);
			return 0;
		}
		memcpy(w->q + n * c->d, c->x + (size_t)(id - 1) * c->d,
		    c->d * sizeof(*w->q));
		(*asked)[n++] = id;
	}
	if (!n)
		(void)fail_set(f, "--similar: '%s' lists no item", similar);
	return n;
}

/* Leaves out what --include does not have, then makes room for the lists. */
static int
make_lists(struct topk_list *w, struct fail *f)
{
	struct candidates *c = &w->catalogue;
	size_t unknown = 0;

	if (include && candidates_keep_listed(c, include, &unknown, f))
		return -1;
	if (unknown)
		cli_warn("%s: %zu items are not in the vocabulary", include,
		    unknown);
	w->block =
	    size_min(BLOCK, size_max(BLOCK_LISTS / size_min(k, c->n), 1));
	w->scan = score_tiles_new(c->x, c->n, c->d, f);
	w->topk = w->scan ? topk_new(w->scan, k, w->block, f) : NULL;
	return w->topk ? 0 : -1;
}

/* Writes the lists of q [m,d]: 0, -1, or 1 if the output has failed. */
static int
answer(struct topk_list *w, size_t m, const float *q, struct fail *f)
{
	if (topk_run(w->topk, m, q, w->skip, f) ||
	    lists_put(w->out, &shard, w->queries, m, w->topk, min_score,
		&w->catalogue, w->names, f))
		return -1;
	w->queries += m;
	output_flush(w->out);
	return output_failed(w->out) ? 1 : 0;
}

static int
answer_similar(struct topk_list *w, struct fail *f)
{
	const struct candidates *c = &w->catalogue;
	int32_t *asked = NULL;
	size_t n = read_similar(w, &asked, f), i, m, a;
	int r =
	    n == 0 || make_lists(w, f) || !(w->skip = exclude_new(f)) ? -1 : 0;

	for (i = 0; i < n && !r; i += m) {
		m = size_min(w->block, n - i);
		exclude_clear(w->skip);
		for (a = i; a < i + m && !r; a++) {
			int32_t j = candidates_find(c, asked[a]);

			r = (j >= 0 && exclude_add(w->skip, j, f)) ||
			            exclude_end_row(w->skip, f)
			        ? -1
			        : 0;
		}
		if (!r)
			r = answer(w, m, w->q + i * c->d, f);
	}
	free(asked);
	return r;
}

static int
answer_blocks(struct topk_list *w, struct input *in, struct fail *f)
{
	const struct candidates *c = &w->catalogue;
	uint64_t row = 0;
	size_t m;
	int r;

	do {
		if (mat_read(in, c->d, w->block, w->q, &m, &row, f) ||
		    (w->exclude &&
			side_column_lists(w->exclude, m, c, NULL, w->skip, f)))
			return -1;
		r = m ? answer(w, m, w->q, f) : 0;
		if (r)
			return r;
	} while (m == w->block);
	if (!row) /* seq-embed always writes one, or fails */
		return fail_set(f, "there are no queries");
	return w->exclude ? side_column_end(w->exclude, f) : 0;
}

static int
answer_files(struct topk_list *w, const char *const *paths, size_t npaths,
    struct fail *f)
{
	struct input *in;
	int r;

	if (exclude) {
		w->exclude = side_column_open(
		    exclude, SIDE_COLUMN_LISTS, context, !no_header, &shard, f);
		w->skip = w->exclude ? exclude_new(f) : NULL;
		if (!w->skip)
			return -1;
	}
	if (make_lists(w, f))
		return -1;
	w->q = malloc(w->block * w->catalogue.d * sizeof(*w->q));
	if (!w->q)
		return fail_memory(f);
	in = input_open(paths, npaths, NULL, f);
	r = in ? answer_blocks(w, in, f) : -1;
	input_close(in);
	return r;
}

/* Writes all lists; a failed output is told when it is committed. */
static int
list(struct topk_list *w, const char *const *paths, size_t npaths,
    struct fail *f)
{
	if (open_catalogue(w, f))
		return -1;
	if ((items || include || exclude || similar) &&
	    candidates_index(&w->catalogue, f))
		return -1;
	if (items && !(w->names = titles_read(items, w->catalogue.vocab, f)))
		return -1;
	w->out = output_open(output, OUTPUT_TEXT, f);
	if (!w->out)
		return -1;
	if (!no_header)
		lists_put_header(w->out, w->names != NULL);
	return similar ? answer_similar(w, f)
	               : answer_files(w, paths, npaths, f);
}

static void
check_options(int operands, const char *const *paths, size_t n)
{
	const char *others[] = {exclude, include, items, vocab_path};
	size_t i, used = 0;
	struct fail f;

	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && similar)
		cli_usage("--similar has no queries to --shard");
	if (candidates && (model_dir || !vocab_path))
		cli_usage("--candidates goes with --vocab, not with --model");
	if (vocab_path && !candidates)
		cli_usage("--vocab goes with --candidates");
	if (similar && (operands || exclude))
		cli_usage("--similar reads no queries and no --exclude");
	for (i = 0; i < n && !similar; i++)
		used += !strcmp(paths[i], "-");
	for (i = 0; i < COUNTOF(others); i++)
		used += others[i] && !strcmp(others[i], "-");
	if (used > 1)
		cli_usage("standard input is named %zu times", used);
}

int
main(int argc, char **argv)
{
	struct topk_list w = {0};
	size_t npaths;
	int first = cli_parse(&program, argc, argv);
	const char *const *paths = cli_operands(first, argc, argv, &npaths);
	struct fail f;

	check_options(first < argc, paths, npaths);
	threads_set((int)threads);
	if (list(&w, paths, npaths, &f) < 0) {
		output_abandon(w.out);
		cli_die(&f);
	}
	if (output_commit(w.out, &f))
		cli_die(&f);
	exclude_free(w.skip);
	side_column_close(w.exclude);
	topk_free(w.topk);
	score_tiles_free(w.scan);
	titles_free(w.names);
	candidates_close(&w.catalogue);
	model_free(w.model);
	free(w.q);
	return EXIT_DONE;
}
