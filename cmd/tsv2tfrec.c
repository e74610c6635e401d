/* tsv2tfrec - converts rows of TSV to TFRecord files of TensorFlow Examples. */
/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/fail.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "io/input.h"
#include "io/tsv.h"
#include "tf/column.h"
#include "tf/example.h"
#include "tf/feature.h"
#include "tf/from_tsv.h"
#include "tf/tfwriter.h"
#include "tf/wire.h"

#define SPEC_MEMORY ((size_t)1 << 30)
#define MAX_SHARDS 1000 /* all of them are open at once */

static const char *spec;
static const char *output;
static const char *packing = "none";
static size_t shards;
static int no_header;

/* Refuses column options that this program does not support. */
static void
check_columns(const struct columns *cs)
{
	size_t i;

	for (i = 0; i < cs->n; i++) {
		const struct column *c = &cs->at[i];

		if (c->length || c->fallback.s)
			cli_usage("--features: '%.*s': only tfrec2tsv takes "
				  "lengths and defaults",
			    (int)c->name.n, c->name.s);
	}
}

static int
write_records(struct from_tsv *t, struct tfwriter *w, struct fail *f)
{
	struct arena *a = arena_new(EXAMPLE_MEMORY);
	struct example e;
	unsigned char *record;
	size_t i, n;
	int got = a ? 1 : fail_memory(f);

	for (i = 0; got > 0; i++) {
		got = from_tsv_next(t, &e, a, f);
		if (got <= 0 || (i % 1024 == 0 && tfwriter_failed(w)))
			break;
		record = wire_write(&e, from_tsv_is_sequence(t), a, &n);
		if (record)
			tfwriter_put(w, record, n);
		else
			got = fail_memory(f);
	}
	arena_free(a);
	return got < 0 ? -1 : 0;
}

static const struct cli_option options[] = {
    OPT_GROUP("Columns"),
    OPT_FEATURES(&spec, "write these columns, NAME[:TYPE],...; without a "
			"header, the names of the columns"),
    OPT_NO_HEADER(&no_header, "the input has no header line"),
    OPT_GROUP("Output"),
    OPT_OUTPUT(&output, ""),
    OPT_SIZE("shards", 0, &shards, "N",
	"write N files FILE-00000-of-0000N, record by record in turn; 0: one "
	"file FILE",
	0, MAX_SHARDS),
    OPT_COMPRESSION(&packing, "compression of the output", tfwriter_packing),
};

static int
run(struct tsv *rows, const struct columns *chosen, struct fail *f)
{
	struct tfwriter *w = NULL;
	struct from_tsv *t = from_tsv_new(rows, chosen, f);
	int r = -1;

	if (t)
		w = tfwriter_open(output, shards, packing, f);
	if (w) {
		r = write_records(t, w, f);
		if (r)
			tfwriter_abandon(w);
		else
			r = tfwriter_commit(w, f);
	}
	from_tsv_free(t);
	return r;
}

int
main(int argc, char **argv)
{
	static const struct cli cli = {.name = "tsv2tfrec",
	    .operands = "[examples ...]",
	    .summary = "Writes rows of TSV as TensorFlow Examples in a "
		       "TFRecord file.\n"
		       "Types come from -f, from a header NAME:TYPE, or from "
		       "the first "
		       "1,000 rows.\n",
	    .example = "tsv2tfrec -o train.tfrecord train.tsv",
	    .options = CLI_TABLE(options),
	    .max_operands = -1};
	int first = cli_parse(&cli, argc, argv), r;
	struct columns columns = {0};
	struct input *in;
	const char *const *paths;
	struct arena *a = arena_new(SPEC_MEMORY);
	struct tsv *rows;
	struct fail f;
	size_t n;

	if (no_header && !spec)
		cli_usage("--no-header needs -f to name the columns");
	if (shards && !output)
		cli_usage("--shards needs --output for the files' name");
	if (!a) {
		(void)fail_memory(&f);
		cli_die(&f);
	}
	r = spec ? column_parse(spec, a, &columns, &f) : 0;
	if (r == -2)
		cli_die(&f);
	if (r)
		cli_usage("--features: %s", f.msg);
	check_columns(&columns);
	paths = cli_operands(first, argc, argv, &n);
	threads_set(0);
	cli_reads(paths, n);
	in = input_open(paths, n, NULL, &f);
	rows = in ? tsv_open(in, !no_header, &f) : NULL;
	if (!rows || run(rows, spec ? &columns : NULL, &f))
		cli_die(&f);
	tsv_close(rows);
	input_close(in);
	arena_free(a);
	return EXIT_DONE;
}
