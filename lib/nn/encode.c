/* encode - turns contexts or sequences into queries, block by block. */
/* SPDX-License-Identifier: MIT */
#include "nn/encode.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/pads.h"
#include "data/prefixes.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "io/output.h"
#include "model/model.h"
#include "nn/batch.h"
#include "nn/batches.h"
#include "nn/field_data.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/step.h"

#define BLOCK 8192 /* queries computed at a time */
#define MAX_LENGTH 1000000

struct choice
encode_tower(size_t k)
{
	static const struct choice towers[] = {
	    {"query", NULL, "a row for the context of each example"},
	    {"item", NULL, "a row for each line of the model's vocabulary"},
	};

	return k < COUNTOF(towers) ? towers[k] : (struct choice){0};
}

/* The pad token of training. */
static const char *
pad_of(const struct model *m)
{
	const char *pad = model_setting(m, "pad");

	return pad ? pad : PADS_NONE;
}

/* The treatment of unknown items: as requested; else row 0, if training had
 * such a row. */
static enum unknown_way
way_of(const struct encode_columns *c, const struct model *m)
{
	const char *trained = model_setting(m, "unknown");

	if (c->unknown)
		return unknown_find(c->unknown);
	return trained && unknown_find(trained) == UNKNOWN_ROW0 ? UNKNOWN_ROW0
	                                                        : UNKNOWN_DROP;
}

/* Takes the sequences, or turns each of their events into a context. */
static int
read_positions(struct encode_data *to, struct input *in,
    const struct encode_columns *c, const struct model *m, size_t k, int whole,
    struct fail *f)
{
	struct output *labels = output_open(c->labels, OUTPUT_TEXT, f);
	struct fields beside =
	    c->fields ? fields_beside(c->fields) : (struct fields){0};
	const struct sequences_columns columns = {.items = c->sequence,
	    .pad = pad_of(m),
	    .header = c->header,
	    .unknown = way_of(c, m),
	    .fields = beside.n ? &beside : NULL,
	    .missing_fields = c->missing_fields,
	    .labels = labels};
	int r;

	if (!labels)
		return -1;
	if (c->header)
		output_string(labels, COLUMN_LABEL "\n");
	r = sequences_read(to->s, in, &columns, m->vocab, 0, f);
	if (!r && !whole) {
		r = prefixes_cut(to->x, to->s, k, f);
		sequences_free(to->s);
	}
	if (!r && !encode_count(to))
		r = fail_set(f, "no sequence has two items");
	if (!r)
		return output_commit(labels, f);
	output_abandon(labels);
	return r;
}

/* Takes the field values of contexts or sequences. */
static int
take_fields(struct encode_data *to, struct fields *fields,
    const struct vocab *items, struct fail *f)
{
	if (field_data_settle(fields, items, to->x, to->s, f))
		return -1;
	to->fields = field_data_new(fields, to->x, to->s, f);
	return to->fields ? 0 : -1;
}

/* Sets how contexts are read for the model, and which fields have columns.
 * Returns -1 if the model has no context length. */
static int
examples_of(struct examples_columns *to, struct fields *beside,
    const struct encode_columns *c, const struct model *m, struct fail *f)
{
	/* A baseline can answer a context without known items. */
	const int is_baseline = model_setting(m, "scorer") != NULL;
	const char *encoder = model_setting(m, "encoder");

	*beside = c->fields ? fields_beside(c->fields) : (struct fields){0};
	*to = (struct examples_columns){.context = c->context,
	    .label = "",
	    .pad = pad_of(m),
	    .header = c->header,
	    .unknown = way_of(c, m),
	    .fields = beside->n ? beside : NULL,
	    .missing_fields = c->missing_fields,
	    .cells = c->cells,
	    .empty = encoder && !strcmp(encoder, "none"),
	    .shard = c->shard};
	to->lost = c->unknown && to->unknown == UNKNOWN_ROW0 ? EXAMPLES_ACCEPT
	           : is_baseline                             ? EXAMPLES_KEEP
	                                                     : EXAMPLES_MARK;
	if (model_number(m, "context_length", MAX_LENGTH, &to->k, f))
		return fail_at(f, "%s", c->model);
	return 0;
}

static int
has_windows(const struct model *m)
{
	const char *layout = model_setting(m, "layout");

	return !layout || !strcmp(layout, "windows");
}

/* Makes room for the data and sets how they are read. */
static int
begin(struct encode_data *to, struct examples_columns *columns,
    struct fields *beside, const struct encode_columns *c,
    const struct model *m, struct fail *f)
{
	to->x = calloc(1, sizeof(*to->x));
	to->s = calloc(1, sizeof(*to->s));
	if (!to->x || !to->s)
		return fail_memory(f);
	if (examples_of(columns, beside, c, m, f))
		return -1;
	to->row0 = columns->unknown == UNKNOWN_ROW0;
	if (!columns->k && has_windows(m) && !columns->empty)
		return fail_set(f, "%s: all contexts are empty", c->model);
	return 0;
}

/* Returns -1 if the model needs only fields, and none of them has a column. */
static int
check_fields(const struct examples_columns *columns,
    const struct fields *beside, const struct encode_columns *c, struct fail *f)
{
	size_t i;

	for (i = 0; i < beside->n; i++)
		if (!beside->field[i].missing)
			return 0;
	if (!columns->empty || !beside->n)
		return 0;
	return fail_set(f,
	    "%s: queries need the column %s%s, which is missing%s", c->model,
	    beside->field[0].name, beside->n > 1 ? " and others" : "",
	    c->header ? "" : "; give a header line, and no --no-header");
}

int
encode_read(struct encode_data *to, struct input *in,
    const struct encode_columns *c, const struct model *m, struct fail *f)
{
	struct examples_columns columns;
	struct fields beside;
	int r;

	if (begin(to, &columns, &beside, c, m, f))
		return -1;
	r = c->labels
	        ? read_positions(to, in, c, m, columns.k, !has_windows(m), f)
	        : examples_read(to->x, in, &columns, m->vocab, 0, f);
	if (!r)
		r = check_fields(&columns, &beside, c, f);
	if (!r && beside.n)
		r = take_fields(to, &beside, m->vocab, f);
	if (!r && !encode_count(to))
		return fail_set(f, "no sequence has two items");
	return r;
}

int
encode_read_row(struct encode_data *to, struct tsv *t,
    const struct encode_columns *c, const struct model *m, struct fail *f)
{
	struct examples_columns columns;
	struct fields beside;

	if (begin(to, &columns, &beside, c, m, f))
		return -1;
	columns.most = 1;
	if (examples_read_rows(to->x, t, &columns, m->vocab, 0, f) ||
	    check_fields(&columns, &beside, c, f))
		return -1;
	if (!to->x->n)
		return 0;
	return beside.n && take_fields(to, &beside, m->vocab, f) ? -1 : 1;
}

int
encode_find(struct tsv *t, const struct encode_columns *c,
    const struct model *m, struct fail *f)
{
	struct examples_columns columns;
	struct fields beside;

	return examples_of(&columns, &beside, c, m, f)
	           ? -1
	           : examples_find(t, &columns, f);
}

void
encode_free(struct encode_data *d)
{
	if (d->x)
		examples_free(d->x);
	if (d->s)
		sequences_free(d->s);
	field_data_free(d->fields);
	free(d->x);
	free(d->s);
}

size_t
encode_count(const struct encode_data *d)
{
	size_t i, n = d->x->n;

	for (i = 0; i < d->s->n; i++)
		n += size_max(d->s->start[i + 1] - d->s->start[i], 1) - 1;
	return n;
}

struct encode_work {
	const struct net *net;
	struct step *step;
	struct batches *all;
	size_t n, k; /* examples, and items of each, that it was made for; 0, 0:
                        none */
	real *q;     /* [batches_most(),E] */
};

struct encode_work *
encode_begin(const struct net *net, struct fail *f)
{
	struct encode_work *w = calloc(1, sizeof(*w));

	if (!w) {
		(void)fail_memory(f);
		return NULL;
	}
	w->net = net;
	w->step = step_new(net, 0, f);
	if (!w->step) {
		encode_end(w);
		return NULL;
	}
	return w;
}

void
encode_end(struct encode_work *w)
{
	if (!w)
		return;
	step_free(w->step);
	batches_free(w->all);
	free(w->q);
	free(w);
}

/* Batches of d: reuses the present ones if d has the same shape. */
static int
take_data(struct encode_work *w, const struct encode_data *d, struct fail *f)
{
	const struct loader_data data = {
	    d->s->n ? NULL : d->x, d->s->n ? d->s : NULL, d->fields};
	const int again = w->n && d->x->n == w->n && d->x->k == w->k &&
	                  !d->s->n && !d->fields;

	if (again) {
		batches_again(w->all, d->x);
		return 0;
	}
	batches_free(w->all);
	free(w->q);
	w->q = NULL;
	w->n = d->fields || d->s->n ? 0 : d->x->n;
	w->k = d->x->k;
	w->all = batches_new(&data, w->net, BLOCK, 0, f);
	if (!w->all)
		return -1;
	w->q =
	    malloc(batches_most(w->all) * net_columns(w->net) * sizeof(*w->q));
	return w->q ? 0 : fail_memory(f);
}

int
encode(struct encode_work *w, const struct encode_data *d,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *q, struct fail *),
    void *ctx, struct fail *f)
{
	struct batch *b;
	size_t first = 0;
	int end = take_data(w, d, f);

	for (; !end && (b = batches_next(w->all)); first += b->queries) {
		end = step_queries(w->step, b, w->q, f);
		if (!end)
			end = put(ctx, first, b->queries, w->q, f);
	}
	return end < 0 ? -1 : 0;
}
