/*
 * seq-embed - query embeddings of contexts, or the embeddings of all items: a row
 * an example, in their order; none is dropped, so that row i stays row i.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "base/shard.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/query_cells.h"
#include "data/query_rows.h"
#include "data/unknown.h"
#include "io/embedding_format.h"
#include "io/input.h"
#include "io/output.h"
#include "linear/scorer.h"
#include "math/kernels.h"
#include "model/item_rows.h"
#include "model/model.h"
#include "model/safetensors.h"
#include "nn/encode.h"
#include "nn/encode_items.h"
#include "nn/field_data.h"
#include "nn/net.h"

static const char *model_dir = "model", *labels_out, *format = "f32";
static const char *output, *share, *table, *tower = "query",
					   *kernels_name = "auto";
static struct shard shard;
static struct encode_columns columns = {.shard = &shard};
static const char *user, *label;
static size_t threads;
static struct fields fields; /* of a model with a net */
static struct net net;
static struct scorer *scorer; /* of a model without a net; else NULL */
static int items, no_header, every, export; /* items: --tower=item */

static const struct cli_option options[] = {
    OPT_GROUP("Model and output"),
    OPT_MODEL(&model_dir, "the model's directory"),
    OPT_CHOICE("tower", 0, &tower, "NAME", "whose embeddings", encode_tower),
    OPT_FLAG("every-position", 0, &every,
	"rows are sequences: a query for every event after the first"),
    OPT_STRING("labels-out", 0, &labels_out, "FILE",
	"where those events go, a label a query; or --items, a vocabulary"),
    OPT_CHOICE(
	"format", 0, &format, "NAME", "of the output", embedding_format_choice),
    OPT_FLAG("export", 'E', &export,
	"write the whole model instead, in the safetensors format"),
    OPT_OUTPUT(&output, ""),
    OPT_GROUP("Input"),
    OPT_ITEMS(&table,
	"with --tower=item: those of this TSV, by its columns of fields"),
    OPT_CONTEXT(&columns.context, OPT_CONTEXT_HELP),
    OPT_USER(&user,
	"with --format=tsv: the column of users (default user, if there)"),
    OPT_LABEL(&label,
	"with --format=tsv: the column of labels (default label, if there)"),
    OPT_SEQUENCE(&columns.sequence, "with --every-position: "),
    OPT_CHOICE("unknown", 'u', &columns.unknown, "WHAT",
	"what becomes of items that the model does not know", unknown_choice),
    OPT_FLAG("missing-fields", 0, &columns.missing_fields,
	"the columns of fields need not be there: their values are missing"),
    OPT_NO_HEADER(&no_header, "examples, labels and TSV have no header line"),
    OPT_SHARD(&share, "examples"),
    OPT_GENERAL,
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli cli = {
    .name = "seq-embed",
    .operands = "[examples ...]",
    .summary = "Writes the query embedding of each example's context, as raw "
	       "float32 rows.\n",
    .usual =
	"model tower format export output context drop-unknown no-header help",
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
read_input(struct encode_data *to, const char *const *files, size_t n,
    const struct model *m, struct fail *f)
{
	struct input *in;
	int r = -1;

	cli_reads(files, n);
	columns.model = model_dir;
	columns.fields = fields.n ? &fields : NULL;
	columns.missing_fields |= no_header;
	columns.header = !no_header;
	columns.labels = labels_out;
	in = input_open(files, n, NULL, f);
	if (in)
		r = encode_read(to, in, &columns, m, f);
	input_close(in);
	if (!r)
		encode_say(to, &columns, scorer != NULL, say);
	return r;
}

static int
write_queries(struct query_rows *w, const struct model *m,
    const char *const *files, size_t n, struct fail *f)
{
	struct encode_data data = {0};
	int r = read_input(&data, files, n, m, f);

	if (!r) {
		w->n = encode_count(&data);
		w->cells = columns.cells;
		w->header = !no_header;
		w->fingerprint = m->fingerprint;
		w->d = scorer ? scorer_columns(scorer) : net_columns(&net);
		if (data.x->nlost)
			r = query_rows_lose(w, data.x->lost, f);
	}
	if (!r) {
		r = scorer ? scorer_run(
				 scorer, data.x, data.s, query_rows_put, w, f)
		           : encode(&data, &net, query_rows_put, w, f);
	}
	query_rows_free(w);
	encode_free(&data);
	return r;
}

static int
write_items(struct query_rows *w, const struct model *m, struct fail *f)
{
	struct encode_items e = {.path = table,
	    .vocab = labels_out,
	    .out = w->out,
	    .format = w->format,
	    .header = !no_header};

	cli_reads(&table, 1);
	if (encode_items(&e, &net, &fields, m, f))
		return -1;
	encode_items_say(&e, say);
	return 0;
}

/* What makes queries. */
static int
open_tower(struct model *m, struct fail *f)
{
	if (scorer_has(m))
		return (scorer = scorer_open(m, f)) ? 0 : -1;
	return field_data_load(&fields, m, f) ||
	               net_load(&net, m, &fields, 0, f)
	           ? -1
	           : 0;
}

/* Ends the program if the options contradict each other. */
static void
check_options(int operands)
{
	struct fail f;

	items = !strcmp(tower, "item");
	if (items && export)
		cli_usage("--tower=item is a part of what --export writes");
	if ((items || export) && operands)
		cli_usage(
		    "--%s reads no examples", items ? "tower=item" : "export");
	if ((table && !items) || (items && every))
		cli_usage("--items, not --every-position, is for --tower=item");
	if (every != (labels_out != NULL) && !table)
		cli_usage("--every-position and --labels-out go together");
	if (every && columns.context)
		cli_usage("--context is of contexts; --sequence names it");
	if (columns.sequence && !every)
		cli_usage("--sequence goes with --every-position");
	if (every && !strcmp(format, "tsv"))
		cli_usage("--every-position goes with --format=f32");
	if ((user || label) && (items || strcmp(format, "tsv") != 0))
		cli_usage("--user and --label go with queries as TSV");
	if (labels_out && (!strcmp(labels_out, "-") ||
			      (output && !strcmp(labels_out, output))))
		cli_usage("--labels-out: %s is for the queries",
		    output ? output : "standard output");
	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && (items || export || every))
		cli_usage("--shard is for examples, a query each");
	if (export && strcmp(format, "f32") != 0)
		cli_usage("--export has a format of its own");
}

int
main(int argc, char **argv)
{
	struct query_rows w = {.shard = &shard};
	struct model *m;
	struct fail f;
	size_t n;
	int first = cli_parse(&cli, argc, argv), r = 0;
	const char *const *files = cli_operands(first, argc, argv, &n);

	check_options(first < argc);
	cli_compute(threads, kernels_name);
	w.format = embedding_format_find(format);
	w.out = output_open(output,
	    export || w.format->binary ? OUTPUT_BINARY : OUTPUT_TEXT, &f);
	if (!w.out)
		cli_die(&f);
	if (!items && !strcmp(format, "tsv") &&
	    !(columns.cells = query_cells_new(user, label, &f)))
		cli_die(&f);
	m = model_load(model_dir, &f);
	if (!m || (open_tower(m, &f) && fail_at(&f, "%s", model_dir)))
		r = -1;
	else if (export)
		r = safetensors_put(w.out, m, &f) ? fail_at(&f, "%s", model_dir)
		                                  : 0;
	else if (table)
		r = write_items(&w, m, &f);
	else if (items)
		r = item_rows_put(w.out, w.format, !no_header, m, &f);
	else
		r = write_queries(&w, m, files, n, &f);
	if (r) {
		output_abandon(w.out);
		cli_die(&f);
	}
	if (output_commit(w.out, &f))
		cli_die(&f);
	query_cells_free(columns.cells);
	if (!scorer)
		net_free(&net);
	fields_free(&fields);
	scorer_close(scorer);
	model_free(m);
	return EXIT_DONE;
}
