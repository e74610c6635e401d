/* tfrec2tsv - rows of TSV from TFRecord files of TensorFlow Examples. */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/shard.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "io/aligned_table.h"
#include "io/buffer.h"
#include "io/output.h"
#include "tf/column.h"
#include "tf/decoder.h"
#include "tf/name_pass.h"
#include "tf/schema.h"
#include "tf/schema_table.h"
#include "tf/tfrecord.h"
#include "tf/to_tsv.h"

#define SPEC_MEMORY ((size_t)1 << 30)

static const char *spec;
static const char *packing = "auto", *output, *share;
static struct shard shard;
static int typed, no_header, show_schema, json, count, skip_corrupt;
static size_t threads;

/* Writes what was asked for; on -1 the caller abandons the output. */
static int
write_count(struct decoder *x, struct output *o, struct fail *f)
{
	uint64_t n;

	if (decoder_count(x, &n, f))
		return -1;
	output_printf(o, "%" PRIu64 "\n", n);
	return 0;
}

static int
write_schema(
    struct decoder *x, struct schema *s, struct output *o, struct fail *f)
{
	struct buffer table = {0};
	int people = !json && !output && isatty(STDOUT_FILENO), r = 0;

	if (decoder_schema(x, s, f))
		return -1;
	if (json)
		schema_table_json(s, &table);
	else if (people)
		schema_table_short(s, &table);
	else
		schema_table_tsv(s, &table);
	if (table.failed)
		r = fail_memory(f);
	else if (people)
		r = aligned_table_fit(o, table.p, table.n,
		    (size_t)cli_width(STDOUT_FILENO, 80), f);
	else
		output_put(o, table.p, table.n);
	buffer_free(&table);
	if (!r)
		cli_note("%" PRIu64 " records", schema_records(s));
	return r;
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

/* The columns are those that -f names, or those of the first records. */
static int
write_rows(struct decoder *x, struct schema *s, struct arena *a,
    struct columns *cs, struct output *o, struct fail *f)
{
	struct to_tsv *t;
	struct buffer header = {0};
	int r;

	decoder_shard(x, &shard);
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
		r = fail_set(f, "there is no record to tell the columns; "
				"name them with -f");
	if (!r && spec && schema_records(s))
		note_unseen(t);
	buffer_free(&header);
	to_tsv_free(t);
	return r;
}

static int
run(struct tfrecord_reader *in, struct schema *s, struct arena *a,
    struct columns *cs, struct output *o, struct fail *f)
{
	struct decoder *x = decoder_new(in, skip_corrupt, f);
	uint64_t holes, lost;
	int r;

	if (!x)
		return -1;
	if (skip_corrupt)
		tfrecord_salvage(in);
	if (count)
		r = write_count(x, o, f);
	else if (show_schema)
		r = write_schema(x, s, o, f);
	else
		r = write_rows(x, s, a, cs, o, f);
	holes = tfrecord_holes(in, &lost);
	if (holes)
		cli_warn("%" PRIu64 " damaged places left out, %" PRIu64
			 " bytes",
		    holes, lost);
	decoder_free(x);
	return r;
}

static const struct cli_option options[] = {
    OPT_GROUP("Rows"),
    OPT_FEATURES(&spec,
	"write these, NAME[:TYPE[:LENGTH]][=DEFAULT],..., in this "
	"order"),
    OPT_FLAG("typed", 't', &typed, "write types into the header, NAME:TYPE"),
    OPT_NO_HEADER(&no_header, "write no header line"),
    OPT_FLAG(
	"schema", 0, &show_schema, "write a table of the features instead"),
    OPT_FLAG("json", 0, &json, "write the table of --schema as JSON"),
    OPT_FLAG("count", 0, &count,
	"write how many records there are, of whatever kind, instead"),
    OPT_FLAG("skip-corrupt", 0, &skip_corrupt,
	"leave out what is damaged, and go on after it"),
    OPT_GROUP("Input and output"),
    OPT_COMPRESSION(&packing, "how the input is packed", tfrecord_packing),
    OPT_OUTPUT(&output, ""),
    OPT_SHARD(&share, "records"),
    OPT_GENERAL,
    OPT_THREADS(&threads),
};

/* Ends the program if the options contradict each other. */
static void
check_options(void)
{
	struct fail f;

	if (show_schema + count > 1)
		cli_usage("--schema and --count exclude each other");
	if ((show_schema || count) && (spec || typed || no_header))
		cli_usage("--schema and --count go without -f, -t and -H");
	if (json && !show_schema)
		cli_usage("--json is for --schema");
	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && (show_schema || count))
		cli_usage("--schema and --count are for all records, without "
			  "--shard");
	if (typed && no_header)
		cli_usage("--typed writes types into the header that "
			  "--no-header leaves out");
}

int
main(int argc, char **argv)
{
	static const struct cli cli = {.name = "tfrec2tsv",
	    .operands = "[tfrecords ...]",
	    .summary =
		"Writes the TensorFlow Examples in TFRecord files as TSV.\n"
		"The columns are the features of all records, of a pipe those "
		"of the first\n1,000, in byte order.\n",
	    .example = "tfrec2tsv train.tfrecord >train.tsv",
	    .options = CLI_TABLE(options),
	    .max_operands = -1};
	int first = cli_parse(&cli, argc, argv), r;
	struct columns columns = {0};
	struct tfrecord_reader *in;
	const char *const *paths;
	struct arena *a = arena_new(SPEC_MEMORY);
	struct output *o;
	struct schema *s;
	struct fail f;
	size_t n;

	check_options();
	if (!a) {
		(void)fail_memory(&f);
		cli_die(&f);
	}
	r = spec ? column_parse(spec, a, &columns, &f) : 0;
	if (r == -2)
		cli_die(&f);
	if (r)
		cli_usage("--features: %s", f.msg);
	threads_set((int)threads);
	paths = cli_operands(first, argc, argv, &n);
	cli_reads(paths, n);
	s = schema_new(&f);
	if (!s || (!spec && !count && !show_schema &&
		      name_pass_files(paths, n, packing, skip_corrupt, s, &f)))
		cli_die(&f);
	in = tfrecord_open(paths, n, packing, &f);
	o = in ? output_open(output, OUTPUT_TEXT, &f) : NULL;
	if (!o)
		cli_die(&f);
	if (run(in, s, a, &columns, o, &f)) {
		output_abandon(o);
		cli_die(&f);
	}
	if (output_commit(o, &f))
		cli_die(&f);
	schema_free(s);
	tfrecord_close(in);
	arena_free(a);
	return EXIT_DONE;
}
