/*
 * seq-embed - query embeddings of contexts, or the embeddings of all items: row
 * i belongs to example i, and no example is dropped.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "base/shard.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "data/examples.h"
#include "data/query_cells.h"
#include "data/query_rows.h"
#include "data/unknown.h"
#include "io/embedding_format.h"
#include "io/input.h"
#include "io/output.h"
#include "io/prometheus.h"
#include "linear/query_lines.h"
#include "linear/query_maker.h"
#include "math/kernels.h"
#include "model/item_rows.h"
#include "model/model.h"
#include "nn/encode.h"
#include "nn/encode_items.h"
#include "nn/export.h"

static const char *model_dir = "model", *labels_out, *format = "f32";
static const char *output, *share, *table, *user, *label, *export;
static const char *tower = "query", *kernels_name = "auto";
static struct shard shard;
static struct encode_columns columns = {.shard = &shard};
static size_t threads;
static struct query_maker *by;
static int items, no_header, every, by_line;
static size_t longest = 1 << 20;
static struct prometheus_requests requests = {.name = "seq-embed"};

static const struct cli_option options[] = {
    OPT_GROUP("Model and output"),
    OPT_MODEL(&model_dir, "the model's directory"),
    OPT_CHOICE("tower", 0, &tower, "NAME", "the tower to use", encode_tower),
    OPT_FLAG("every-position", 0, &every,
	"rows are sequences: a query for every event after the first"),
    OPT_WRITES("labels-out", 0, &labels_out,
	"write the label of each query to FILE; with --items, the vocabulary"),
    OPT_CHOICE("format", 0, &format, "NAME", "format of the output",
	embedding_format_choice),
    OPT_CHOICE("export", 'E', &export, "NAME",
	"write the model itself, for other software", export_format),
    OPT_OUTPUT(&output, ""),
    OPT_GROUP("Input"),
    OPT_ITEMS(&table,
	"with --tower=item: embed the items of this TSV by their fields"),
    OPT_CONTEXT(&columns.context, OPT_CONTEXT_HELP),
    OPT_USER(&user,
	"with --format=tsv: the column of users (default user, if present)"),
    OPT_LABEL(&label,
	"with --format=tsv: the column of labels (default label, if present)"),
    OPT_SEQUENCE(&columns.sequence, "with --every-position: "),
    OPT_CHOICE("unknown", 'u', &columns.unknown, "WHAT",
	"what to do with unknown items; default as in training",
	unknown_choice),
    OPT_FLAG("missing-fields", 0, &columns.missing_fields,
	"columns of fields may be absent: their values are then missing"),
    OPT_NO_HEADER(&no_header, "TSV input and output have no header lines"),
    OPT_SHARD(&share, "examples"),
    OPT_LINE_BUFFERED(
	&by_line, "with --format=tsv: answer each line as soon as it is read"),
    OPT_LONGEST_LINE(&longest),
    OPT_METRICS(&requests.path, OPT_METRICS_REQUESTS),
    OPT_GENERAL,
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli cli = {
    .name = "seq-embed",
    .operands = "[examples ...]",
    .summary = "Writes the query embedding of each example's context, as raw "
	       "float32 rows.\n",
    .usual = "model tower format export output context unknown no-header help",
    .example = "seq-embed test.tsv | topk-eval -l test.tsv",
    .options = CLI_TABLE(options),
    .max_operands = -1,
};

static void
say(int warning, const char *words)
{
	(warning ? cli_warn : cli_note)("%s", words);
}

static int
read_input(
    struct encode_data *to, const char *const *files, size_t n, struct fail *f)
{
	struct input *in = input_open(files, n, NULL, f);
	int r = -1;

	columns.fields = query_maker_fields(by);
	columns.labels = labels_out;
	if (in)
		r = encode_read(to, in, &columns, query_maker_model(by), f);
	input_close(in);
	if (!r)
		encode_say(to, &columns, query_maker_is_scorer(by), say);
	return r;
}

static int
write_queries(
    struct query_rows *w, const char *const *files, size_t n, struct fail *f)
{
	struct encode_data data = {0};
	int r = read_input(&data, files, n, f);

	if (!r) {
		w->n = encode_count(&data);
		w->fingerprint = query_maker_model(by)->fingerprint;
		w->d = query_maker_columns(by);
		if (data.x->nlost)
			r = query_rows_set_lost(w, data.x->lost, f);
	}
	if (!r)
		r = query_maker_run(by, &data, query_rows_put, w, f);
	query_rows_free(w);
	encode_free(&data);
	return r;
}

static int
write_items(struct query_rows *w, struct fail *f)
{
	struct encode_items e = {.path = table,
	    .vocab = labels_out,
	    .out = w->out,
	    .format = w->format,
	    .header = w->header};

	cli_reads(&table, 1);
	if (model_check(query_maker_model(by), f) ||
	    encode_items(&e, query_maker_net(by), query_maker_fields(by),
		query_maker_model(by), f))
		return -1;
	encode_items_say(&e, say);
	return 0;
}

/* Ends the program if options contradict each other. */
static void
check_options(int operands)
{
	struct fail f;

	items = !strcmp(tower, "item");
	if ((items || export) && operands)
		cli_usage(
		    "--%s reads no examples", items ? "tower=item" : "export");
	if (export && (items || strcmp(format, "f32") != 0))
		cli_usage("--export cannot be used with --tower or --format");
	if ((table && !items) || (items && every))
		cli_usage("--tower=item takes --items, not --every-position");
	if (every != (labels_out != NULL) && !table)
		cli_usage(
		    "--every-position and --labels-out must be used together");
	if (every && columns.context)
		cli_usage("--every-position takes --sequence, not --context");
	if (columns.sequence && !every)
		cli_usage("--sequence needs --every-position");
	if (every && !strcmp(format, "tsv"))
		cli_usage("--every-position needs --format=f32");
	if ((user || label) && (items || strcmp(format, "tsv") != 0))
		cli_usage("--user and --label need queries as TSV");
	if (labels_out && (!strcmp(labels_out, "-") ||
			      (output && !strcmp(labels_out, output))))
		cli_usage("--labels-out: %s is used for the queries",
		    output ? output : "standard output");
	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && (items || export || every))
		cli_usage("--shard needs examples, one query each");
	if (requests.path && !by_line)
		cli_usage("--metrics needs --line-buffered");
	if (by_line &&
	    (items || export || share || output || strcmp(format, "tsv") != 0))
		cli_usage("--line-buffered needs --format=tsv and standard "
			  "output, and cannot be used with --shard");
}

/* Writes the requested output.  Returns 1 if some lines had errors, -1 on
 * failure. */
static int
write_all(
    struct query_rows *w, const char *const *files, size_t n, struct fail *f)
{
	struct model *m = query_maker_model(by);

	if (table)
		return write_items(w, f);
	if (items)
		return item_rows_put(w->out, w->format, w->header, m, f);
	if (export)
		return export_put(w->out, export, model_dir, m,
		    query_maker_is_scorer(by) ? NULL : query_maker_net(by),
		    query_maker_fields(by), say, f);
	cli_reads(files, n);
	if (!by_line)
		return write_queries(w, files, n, f);
	return query_lines(&(const struct query_lines_plan){model_dir, &by,
			       longest, cli_warn, &columns, w, &requests},
	    files, n, f);
}

int
main(int argc, char **argv)
{
	struct query_rows w = {.shard = &shard};
	struct fail f;
	size_t n;
	int first = cli_parse(&cli, argc, argv), r;
	const char *const *files = cli_operands(first, argc, argv, &n);

	check_options(first < argc);
	cli_compute(threads, kernels_name);
	w.format = embedding_format_find(format);
	w.out = output_open(output,
	    export || w.format->binary ? OUTPUT_BINARY : OUTPUT_TEXT, &f);
	if (!w.out)
		cli_die(&f);
	if (!items && !strcmp(format, "tsv") &&
	    !(columns.cells = query_cells_new(user, label, by_line, &f)))
		cli_die(&f);
	columns.model = model_dir;
	columns.missing_fields |= no_header;
	columns.header = w.header = !no_header;
	w.cells = columns.cells;
	by = query_maker_open(model_dir, &f);
	r = !by ? -1 : write_all(&w, files, n, &f);
	if (r < 0) {
		output_abandon(w.out);
		cli_die(&f);
	}
	if (output_commit(w.out, &f))
		cli_die(&f);
	query_cells_free(columns.cells);
	query_maker_close(by);
	return r ? EXIT_FAILED : EXIT_DONE;
}
