/*
 * seq-embed - query embeddings of contexts, or the embeddings of all items.
 *
 * One row an example, in the order of the examples; none is dropped, so that
 * row i stays row i.
 */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/shard.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "data/examples.h"
#include "data/prefixes.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "io/embedding_format.h"
#include "io/input.h"
#include "io/output.h"
#include "math/vec.h"
#include "model/model.h"
#include "model/safetensors.h"
#include "nn/batch.h"
#include "nn/params.h"
#include "nn/step.h"

#define BLOCK 8192 /* rows made at a time */

static const char *
format_name(size_t k)
{
	return embedding_format_at(k) ? embedding_format_at(k)->name : NULL;
}

static const char *
tower_name(size_t k)
{
	static const char *const names[] = {"query", "item"};

	return k < COUNTOF(names) ? names[k] : NULL;
}

static const char *model_dir = "model", *context, *sequence, *labels_out,
		  *format = "f32";
static const char *output, *share, *tower = "query";
static struct shard shard;
static size_t threads = 0;
static int no_header, drop, every, export;

static const struct cli_option options[] = {
    OPT_STRING("model", 'm', &model_dir, "DIR", "the model's directory"),
    OPT_CHOICE("tower", 0, &tower, "NAME",
	"whose embeddings: of the examples' contexts, or of all items (row i "
	"is line i of the vocabulary)",
	tower_name),
    OPT_FLAG("every-position", 0, &every,
	"rows are sequences: a query for every event "
	"after the first"),
    OPT_STRING("labels-out", 0, &labels_out, "FILE",
	"with --every-position: where those events go, a label a "
	"query"),
    OPT_CHOICE("format", 0, &format, "NAME", "of the output", format_name),
    OPT_STRING("context", 'C', &context, "COLUMN",
	"name or number of the context column (default context_movie_id; with "
	"-H the first)"),
    OPT_STRING("sequence", 0, &sequence, "COLUMN",
	"with --every-position: the column of sequences (default items; with "
	"-H the last)"),
    OPT_FLAG("drop-unknown", 0, &drop,
	"leave items the model does not know out of contexts, instead "
	"of taking row 0"),
    OPT_FLAG("no-header", 'H', &no_header,
	"examples, labels and TSV have no header line"),
    OPT_FLAG("export", 'E', &export,
	"write the whole model instead, in the safetensors format"),
    OPT_OUTPUT(&output),
    OPT_SHARD(&share, "examples"),
    OPT_THREADS(&threads),
};

static const struct cli cli = {
    .name = "seq-embed",
    .operands = "[examples ...]",
    .summary = "Writes the query embedding of each example's context, as raw "
	       "float32 rows.\n",
    .options = options,
    .noptions = COUNTOF(options),
    .max_operands = -1,
};

/* The embeddings of all items, without row 0. */
static int
put_candidates(
    struct output *o, const struct embedding_format *e, struct model *m)
{
	const struct tensor *t = model_tensor(m, "candidate_embedding");
	size_t i;

	if (e->begin)
		e->begin(o, t->rows - 1, t->cols, !no_header);
	for (i = 1; i < t->rows; i++)
		e->row(o, vocab_token(m->vocab, (int32_t)i), t->cols,
		    t->x + i * t->cols);
	return 0;
}

static int
put_rows(struct output *o, const struct embedding_format *e, size_t first,
    size_t n, size_t d, const float *q, struct fail *f)
{
	char number[24];
	size_t i;

	for (i = 0; i < n; i++) {
		struct slice name = {number, 0};

		name.n = (size_t)snprintf(number, sizeof(number), "%" PRIu64,
		    shard_row(&shard, first + i) + 1);
		if (!vec_finite(d, q + i * d))
			return fail_set(f,
			    "query %s is not finite; train at a lower rate",
			    number);
		e->row(o, name, d, q + i * d);
	}
	return 0;
}

/* The query embedding of each of x. */
static int
put_queries(struct output *o, const struct embedding_format *e,
    const struct examples *x, const struct params *n, struct fail *f)
{
	size_t block = size_min(BLOCK, x->n), first, d = params_columns(n);
	float *q = malloc(block * d * sizeof(*q));
	struct step *s = step_new(n, f);
	struct batch b = {0};
	int r = s ? 0 : -1;

	if (!q)
		r = fail_memory(f);
	if (!r)
		r = batch_alloc_windows(&b, x, block, n->is.items, f);
	if (!r && e->begin)
		e->begin(o, x->n, d, !no_header);
	for (first = 0; first < x->n && !r && !output_failed(o);
	     first += block) {
		size_t rows = size_min(block, x->n - first);

		batch_windows(
		    &b, x, NULL, first, rows, n->is.mask_padding, n->is.units);
		r = step_queries(s, &b, q, f) ||
		    put_rows(o, e, first, rows, d, q, f);
	}
	batch_free(&b);
	step_free(s);
	free(q);
	return r ? -1 : 0;
}

/* Sequences from *i on as rows of b, of at most most events but one at least;
 * how many queries they ask. */
static size_t
take_sequences(
    struct batch *b, const struct sequences *s, size_t *i, size_t most)
{
	size_t events = 0, rows = 0;

	for (; *i < s->n; ++*i) {
		size_t at = s->start[*i], n = s->start[*i + 1] - at;

		if (n < 2)
			continue;
		if (rows == b->room || (rows && events + n - 1 > most))
			break;
		b->source[rows++] =
		    (struct batch_row){s->item + at, n - 1, NULL};
		events += n - 1;
	}
	b->rows = rows;
	return events;
}

/* The query embedding of each event but the last of each of s: from the state
 * that all events before have left, however many. */
static int
put_positions(struct output *o, const struct embedding_format *e,
    const struct sequences *s, const struct params *n, struct fail *f)
{
	size_t i, most = 1, all = 0, d = params_columns(n), done = 0, events;
	struct step *step = step_new(n, f);
	struct batch b = {0};
	float *q;
	int r = step ? 0 : -1;

	for (i = 0; i < s->n; i++) {
		size_t length = s->start[i + 1] - s->start[i];

		all += length ? length - 1 : 0;
		most = size_max(most, length);
	}
	if (!all)
		r = fail_set(f, "no sequence has two items");
	most = size_max(most, size_min(BLOCK, all));
	q = malloc(most * d * sizeof(*q));
	if (!q)
		r = fail_memory(f);
	if (!r)
		r = batch_alloc(
		    &b, size_min(s->n, most), most, most, n->is.items, f);
	if (!r && e->begin)
		e->begin(o, all, d, !no_header);
	for (i = 0; !r && !output_failed(o); done += events) {
		events = take_sequences(&b, s, &i, most);
		if (!events)
			break;
		batch_fill(&b, b.rows, 1, n->is.units);
		r = step_queries(step, &b, q, f) ||
		    put_rows(o, e, done, events, d, q, f);
	}
	batch_free(&b);
	step_free(step);
	free(q);
	return r ? -1 : 0;
}

/* What there is to embed: contexts, or with a model of whole sequences and
 * --every-position those. */
struct seq_embed_input {
	struct examples x;
	struct sequences s;
};

/* Reads the sequences and writes the labels file, whole or not at all. */
static int
read_positions(struct seq_embed_input *to, struct input *in, size_t k,
    int whole, const struct model *m, struct fail *f)
{
	struct output *o = output_open(labels_out, OUTPUT_TEXT, f);
	const struct sequences_columns c = {.items = sequence,
	    .pad = model_setting(m, "pad"),
	    .header = !no_header,
	    .drop_unknown = drop,
	    .labels = o};
	int r;

	if (!o)
		return -1;
	if (!no_header)
		output_string(o, "label_movie_id\n");
	r = whole ? sequences_read(&to->s, in, &c, m->vocab, 0, f)
	          : prefixes_read(&to->x, in, &c, k, m->vocab, f);
	if (r) {
		output_abandon(o);
		return -1;
	}
	return output_commit(o, f);
}

static int
read_input(struct seq_embed_input *to, const char *const *files, size_t n,
    const struct model *m, struct fail *f)
{
	const char *layout = model_setting(m, "layout");
	const int whole = layout && strcmp(layout, "windows");
	struct examples_columns c = {.context = context,
	    .label = "",
	    .pad = model_setting(m, "pad"),
	    .header = !no_header,
	    .drop_unknown = drop,
	    .shard = &shard,
	    .lengths = 1};
	struct input *in;
	size_t unknown;
	int r;

	if (model_number(m, "context_length", 1000000, &c.k, f))
		return fail_at(f, "%s", model_dir);
	if (!c.k && !whole)
		return fail_set(f, "%s: its contexts are empty", model_dir);
	in = input_open(files, n, NULL, f);
	if (!in)
		return -1;
	if (every)
		r = read_positions(to, in, c.k, whole, m, f);
	else
		r = examples_read(&to->x, in, &c, m->vocab, 0, f);
	input_close(in);
	unknown = to->x.unknown_items + to->s.unknown_items;
	if (!r && unknown)
		cli_warn("%zu items are not in the model: %s", unknown,
		    drop ? "left out" : "row 0");
	return r;
}

static int
items_wanted(void)
{
	return !strcmp(tower, "item");
}

/* Ends the program if the options contradict each other. */
static void
check_options(int operands)
{
	const int items = items_wanted();
	struct fail f;

	if (items && export)
		cli_usage("--tower=item is a part of what --export writes");
	if ((items || export) && operands)
		cli_usage(
		    "--%s reads no examples", items ? "tower=item" : "export");
	if (every != (labels_out != NULL))
		cli_usage("--every-position and --labels-out go together");
	if (every && context)
		cli_usage(
		    "--context is a column of contexts; with "
		    "--every-position, --sequence names that of sequences");
	if (sequence && !every)
		cli_usage("--sequence goes with --every-position; --context "
			  "names the column of contexts");
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

static int
write_all(struct output *o, struct model *m, struct params *net,
    const char *const *files, size_t n, struct fail *f)
{
	const struct embedding_format *e = embedding_format_find(format);
	struct seq_embed_input in = {0};
	int r;

	if (export)
		return safetensors_put(o, m, f) ? fail_at(f, "%s", model_dir)
		                                : 0;
	if (items_wanted())
		return put_candidates(o, e, m);
	r = read_input(&in, files, n, m, f);
	if (!r)
		r = in.s.n ? put_positions(o, e, &in.s, net, f)
		           : put_queries(o, e, &in.x, net, f);
	examples_free(&in.x);
	sequences_free(&in.s);
	return r;
}

int
main(int argc, char **argv)
{
	struct params net;
	struct model *m;
	struct output *o;
	struct fail f;
	size_t n;
	int first = cli_parse(&cli, argc, argv), binary;
	const char *const *files = cli_operands(first, argc, argv, &n);

	check_options(first < argc);
	binary = export || embedding_format_find(format)->binary;
	threads_set((int)threads);
	o = output_open(output, binary ? OUTPUT_BINARY : OUTPUT_TEXT, &f);
	if (!o || !(m = model_load(model_dir, &f)) ||
	    (params_load(&net, m, 0, &f) && fail_at(&f, "%s", model_dir))) {
		output_abandon(o);
		cli_die(&f);
	}
	if (write_all(o, m, &net, files, n, &f)) {
		output_abandon(o);
		cli_die(&f);
	}
	if (output_commit(o, &f))
		cli_die(&f);
	params_free(&net);
	model_free(m);
	return EXIT_DONE;
}
