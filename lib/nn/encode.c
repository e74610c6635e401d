/* encode - contexts or sequences in, queries out, block by block. */
/* SPDX-License-Identifier: MIT */
#include "nn/encode.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/prefixes.h"
#include "data/sequences.h"
#include "io/output.h"
#include "model/model.h"
#include "nn/batch.h"
#include "nn/net.h"
#include "nn/step.h"

#define BLOCK 8192 /* queries made at a time */
#define MAX_LENGTH 1000000

/* A run over the data. */
struct encode_run {
	const struct encode_data *data;
	const struct net *net;
	struct step *step;
	struct batch batch;
	float *q; /* [block,E] */
	size_t block;
	int (*put)(
	    void *ctx, size_t first, size_t n, const float *q, struct fail *);
	void *ctx;
};

/* The sequences, or a context for each of their events. */
static int
read_positions(struct encode_data *to, struct input *in,
    const struct encode_columns *c, const struct model *m, size_t k, int whole,
    struct fail *f)
{
	const struct sequences_columns columns = {.items = c->sequence,
	    .pad = model_setting(m, "pad"),
	    .header = c->header,
	    .drop_unknown = c->drop_unknown,
	    .labels = c->labels};

	if (c->header)
		output_string(c->labels, COLUMN_LABEL "\n");
	return whole ? sequences_read(to->s, in, &columns, m->vocab, 0, f)
	             : prefixes_read(to->x, in, &columns, k, m->vocab, f);
}

int
encode_read(struct encode_data *to, struct input *in,
    const struct encode_columns *c, const struct model *m, struct fail *f)
{
	const char *layout = model_setting(m, "layout");
	const int whole = layout && strcmp(layout, "windows");
	struct examples_columns columns = {.context = c->context,
	    .label = "",
	    .pad = model_setting(m, "pad"),
	    .header = c->header,
	    .drop_unknown = c->drop_unknown,
	    .shard = c->shard,
	    .lengths = 1};
	int r;

	to->x = calloc(1, sizeof(*to->x));
	to->s = calloc(1, sizeof(*to->s));
	if (!to->x || !to->s)
		return fail_memory(f);
	if (model_number(m, "context_length", MAX_LENGTH, &columns.k, f))
		return fail_at(f, "%s", c->model);
	if (!columns.k && !whole)
		return fail_set(f, "%s: its contexts are empty", c->model);
	r = c->labels ? read_positions(to, in, c, m, columns.k, whole, f)
	              : examples_read(to->x, in, &columns, m->vocab, 0, f);
	to->unknown_items = to->x->unknown_items + to->s->unknown_items;
	if (!r && !encode_count(to))
		return fail_set(f, "no sequence has two items");
	return r;
}

void
encode_free(struct encode_data *d)
{
	if (d->x)
		examples_free(d->x);
	if (d->s)
		sequences_free(d->s);
	free(d->x);
	free(d->s);
}

static size_t
predictions(const struct sequences *s, size_t i)
{
	size_t n = s->start[i + 1] - s->start[i];

	return n ? n - 1 : 0;
}

size_t
encode_count(const struct encode_data *d)
{
	size_t i, n = d->x->n;

	for (i = 0; i < d->s->n; i++)
		n += predictions(d->s, i);
	return n;
}

/* The next n queries, of the batch, to q and on. */
static int
hand_on(struct encode_run *r, size_t first, size_t n, struct fail *f)
{
	if (step_queries(r->step, &r->batch, r->q, f))
		return -1;
	return r->put(r->ctx, first, n, r->q, f);
}

static int
encode_examples(struct encode_run *r, struct fail *f)
{
	const struct examples *x = r->data->x;
	const struct net_shape *is = &r->net->is;
	size_t first, n;
	int end = 0;

	if (batch_alloc_windows(&r->batch, x, r->block, is->items, f))
		return -1;
	for (first = 0; first < x->n && !end; first += n) {
		n = size_min(r->block, x->n - first);
		batch_windows(
		    &r->batch, x, NULL, first, n, is->mask_padding, is->units);
		end = hand_on(r, first, n, f);
	}
	return end;
}

/* Sequences from *i on as rows of b, of at most most events but one at least;
 * how many queries they ask. */
static size_t
take_sequences(
    struct batch *b, const struct sequences *s, size_t *i, size_t most)
{
	size_t events = 0, rows = 0;

	for (; *i < s->n; ++*i) {
		size_t n = predictions(s, *i);

		if (!n)
			continue;
		if (rows == b->room || (rows && events + n > most))
			break;
		b->source[rows++] =
		    (struct batch_row){s->item + s->start[*i], n, NULL};
		events += n;
	}
	b->rows = rows;
	return events;
}

/* Each query from the state that all events before have left, however many. */
static int
encode_sequences(struct encode_run *r, struct fail *f)
{
	const struct sequences *s = r->data->s;
	size_t i = 0, first, n;
	int end = 0;

	if (batch_alloc(&r->batch, size_min(s->n, r->block), r->block, r->block,
		r->net->is.items, f))
		return -1;
	for (first = 0; !end; first += n) {
		n = take_sequences(&r->batch, s, &i, r->block);
		if (!n)
			break;
		batch_fill(&r->batch, r->batch.rows, 1, r->net->is.units);
		end = hand_on(r, first, n, f);
	}
	return end;
}

int
encode(const struct encode_data *d, const struct net *net,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *q, struct fail *),
    void *ctx, struct fail *f)
{
	struct encode_run r = {.data = d,
	    .net = net,
	    .block = size_min(BLOCK, encode_count(d)),
	    .put = put,
	    .ctx = ctx};
	size_t i;
	int end;

	/* The longest sequence fits. */
	for (i = 0; i < d->s->n; i++)
		r.block = size_max(r.block, predictions(d->s, i));
	r.step = step_new(net, f);
	r.q = malloc(r.block * net_columns(net) * sizeof(*r.q));
	if (!r.step)
		end = -1;
	else if (!r.q)
		end = fail_memory(f);
	else
		end =
		    d->s->n ? encode_sequences(&r, f) : encode_examples(&r, f);
	batch_free(&r.batch);
	step_free(r.step);
	free(r.q);
	return end < 0 ? -1 : 0;
}
