/* tfrec2tsv - converts TFRecord files of TensorFlow Examples to TSV. */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "io/buffer.h"
#include "io/output.h"
#include "tf/column.h"
#include "tf/decoder.h"
#include "tf/name_pass.h"
#include "tf/record_counts.h"
#include "tf/schema.h"
#include "tf/schema_table.h"
#include "tf/selection.h"
#include "tf/tfrecord.h"
#include "tf/tfwriter.h"
#include "tf/to_tsv.h"

#define SPEC_MEMORY ((size_t)1 << 30)

static const char *spec, *packing = "auto", *output, *share;
static struct cli_list where;
static size_t threads;
static struct shard shard;
static int typed, no_header, show_schema, json, count, skip_corrupt;

static struct selection selection = SELECTION_ALL(&shard);
static struct record_holes holes;

static int
write_schema(
    struct decoder *x, struct schema *s, struct output *o, struct fail *f)
{
	int people = !output && isatty(STDOUT_FILENO);

	if (decoder_schema(x, s, f) ||
	    schema_table_put(s,
		json     ? SCHEMA_JSON
		: people ? SCHEMA_SHORT
			 : SCHEMA_TSV,
		(size_t)cli_width(STDOUT_FILENO, 80), o, f))
		return -1;
	cli_note("%" PRIu64 " record%s", schema_records(s),
	    num_s(schema_records(s)));
	return 0;
}

static void
note_unseen(const struct to_tsv *t)
{
	const struct column *c;
	size_t k;

	for (k = 0; (c = to_tsv_unseen(t, k)); k++)
		cli_warn("no record has the %s '%.*s'", column_noun(c),
		    (int)size_min(c->name.n, 200), c->name.s);
}

/* The columns: those named by -f, or those of the first records. */
static int
write_rows(struct decoder *x, struct schema *s, struct arena *a,
    struct columns *cs, struct output *o, struct fail *f)
{
	struct to_tsv *t;
	struct buffer header = {0};
	int r;

	decoder_sample(x, s);
	if (!spec && schema_columns(s, a, cs))
		return fail_memory(f);
	t = to_tsv_new(cs, s, !spec, f);
	if (!t)
		return -1;
	to_tsv_header(t, typed, &header);
	if (!no_header && cs->n)
		output_put(o, header.p, header.n);
	r = header.failed ? fail_memory(f) : decoder_rows(x, t, o, f);
	if (!r && !cs->n)
		r = fail_set(
		    f, "no record to take the columns from; name them with -f");
	if (!r && spec && schema_records(s))
		note_unseen(t);
	buffer_free(&header);
	to_tsv_free(t);
	return r;
}

/* Writes the requested output, to w or to o; on -1 the caller discards it. */
static int
write_all(const char *const *paths, size_t n, struct schema *s, struct arena *a,
    struct columns *cs, struct output *o, struct tfwriter *w, struct fail *f)
{
	struct decoder *x;
	int r;

	if (count)
		return record_counts_put(
		    paths, n, packing, skip_corrupt, &selection, &holes, o, f);
	x = decoder_open(paths, n, packing, skip_corrupt, &selection, 0, f);
	if (!x)
		return -1;
	r = w             ? decoder_copy(x, w, f)
	    : show_schema ? write_schema(x, s, o, f)
	                  : write_rows(x, s, a, cs, o, f);
	holes.places = decoder_holes(x, &holes.bytes);
	decoder_close(x);
	return r;
}

/* Reports records that were left out unintentionally. */
static void
note_left_out(void)
{
	const char *name;
	size_t k;

	if (holes.places)
		cli_warn("%" PRIu64 " damaged place%s left out, %" PRIu64
			 " byte%s",
		    holes.places, num_s(holes.places), holes.bytes,
		    num_s(holes.bytes));
	for (k = 0; (name = selection_unseen(&selection, k)); k++)
		cli_warn("--where: no record has the feature '%s'", name);
}

static const struct cli_option options[] = {
    OPT_GROUP("Rows"),
    OPT_FEATURES(&spec, "write these features, "
			"NAME[:TYPE[:LENGTH]][=DEFAULT],..., in this order"),
    OPT_FLAG("typed", 't', &typed, "write types into the header, NAME:TYPE"),
    OPT_NO_HEADER(&no_header, "write no header line"),
    OPT_FLAG(
	"schema", 0, &show_schema, "write a table of the features instead"),
    OPT_FLAG("json", 0, &json, "write the table of --schema as JSON"),
    OPT_FLAG(
	"count", 0, &count, "write the number of records of any kind instead"),
    OPT_FLAG("skip-corrupt", 0, &skip_corrupt, "skip damaged places"),
    OPT_GROUP("Selection"),
    OPT_LIST("where", 0, &where, "CONDITION",
	"take only records with NAME=VALUE, or !=, <, >, <=, >=, ~"),
    OPT_REAL("sample", 0, &selection.sample, "N",
	"take each with this probability", 0, 1),
    OPT_SEED(&selection.seed, "seed of --sample"),
    OPT_SIZE("head", 0, &selection.head, "N", "take only the first N of these",
	1, (double)(1LL << 53)),
    OPT_SHARD(&share, "records"),
    OPT_GROUP("Input and output"),
    OPT_COMPRESSION(&packing, "compression of the input", tfrecord_packing),
    OPT_OUTPUT(&output, "copy the records, if the name ends in .tfrecord or "
			".tfrecord.gz; else "),
    OPT_GENERAL,
    OPT_THREADS(&threads),
};

/* How copied records are compressed; NULL: no records are copied. */
static const char *
copies(void)
{
	return tfwriter_packing_of(output, packing);
}

/* Ends the program if options contradict each other. */
static void
check_options(void)
{
	int rows = spec || typed || no_header;
	struct fail f;

	if (show_schema + count > 1)
		cli_usage("--schema and --count cannot be used together");
	if ((show_schema || count) && rows)
		cli_usage(
		    "--schema and --count cannot be used with -f, -t or -H");
	if (json && !show_schema)
		cli_usage("--json needs --schema");
	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (selection_where(&selection, where.at, where.n, &f))
		cli_usage("--where: %s", f.msg);
	if (copies() && (show_schema || count || rows))
		cli_usage("records are copied to %s: no other output", output);
	if (typed && no_header)
		cli_usage(
		    "--typed needs the header that --no-header leaves out");
}

int
main(int argc, char **argv)
{
	static const struct cli cli = {.name = "tfrec2tsv",
	    .operands = "[tfrecords ...]",
	    .summary = "Writes the TensorFlow Examples in TFRecord files as "
		       "TSV.\nThe columns are the features of all records, "
		       "or of a pipe's first 1,000.\n",
	    .usual = "features typed no-header schema count where sample "
		     "head output",
	    .example = "tfrec2tsv train.tfrecord >train.tsv",
	    .options = CLI_TABLE(options),
	    .max_operands = -1};
	int first = cli_parse(&cli, argc, argv), r;
	struct columns cs = {0};
	const char *const *paths;
	struct arena *a = arena_new(SPEC_MEMORY);
	struct output *o = NULL;
	struct tfwriter *w = NULL;
	struct schema *s;
	struct fail f;
	size_t n;

	check_options();
	r = a ? spec ? column_parse(spec, a, &cs, &f) : 0 : fail_memory(&f) - 1;
	if (r == -2)
		cli_die(&f);
	if (r)
		cli_usage("--features: %s", f.msg);
	threads_set((int)threads);
	paths = cli_operands(first, argc, argv, &n);
	cli_reads(paths, n);
	s = schema_new(&f);
	if (!s || (!spec && !count && !show_schema && !copies() &&
		      name_pass_files(paths, n, packing, skip_corrupt, s, &f)))
		cli_die(&f);
	if (copies())
		w = tfwriter_open(output, 0, copies(), &f);
	else
		o = output_open(output, OUTPUT_TEXT, &f);
	if (!o && !w)
		cli_die(&f);
	r = write_all(paths, n, s, a, &cs, o, w, &f);
	note_left_out();
	if (r) {
		output_abandon(o);
		tfwriter_abandon(w);
		cli_die(&f);
	}
	if (w ? tfwriter_commit(w, &f) : output_commit(o, &f))
		cli_die(&f);
	selection_free(&selection);
	schema_free(s);
	arena_free(a);
	return EXIT_DONE;
}
