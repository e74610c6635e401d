/* batches - data as batches in their own order. */
/* SPDX-License-Identifier: MIT */
#include "nn/batches.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "nn/batch.h"
#include "nn/loader.h"
#include "nn/net.h"

struct batches {
	const struct examples *x; /* one of both */
	const struct sequences *s;
	const struct net *net;
	int labels;
	size_t all, most; /* queries */
	size_t at;        /* the next example, or sequence */
	struct batch batch;
};

/* Queries that sequence i asks. */
static size_t
asks(const struct sequences *s, size_t i)
{
	size_t n = s->start[i + 1] - s->start[i];

	return n ? n - 1 : 0;
}

static int
open_examples(struct batches *b, size_t queries, struct fail *f)
{
	b->all = b->x->n;
	b->most = size_min(queries, b->all);
	return batch_alloc_windows(
	    &b->batch, b->x, b->most, b->net->is.items, f);
}

static int
open_sequences(struct batches *b, size_t queries, struct fail *f)
{
	size_t i, longest = 1;

	for (i = 0; i < b->s->n; i++) {
		b->all += asks(b->s, i);
		longest = size_max(longest, asks(b->s, i));
	}
	b->most = size_max(longest, size_min(queries, b->all));
	return batch_alloc(&b->batch, size_min(b->s->n, b->most), b->most,
	    b->most, b->net->is.items, f);
}

struct batches *
batches_new(const struct loader_data *d, const struct net *net, size_t queries,
    int labels, struct fail *f)
{
	struct batches *b = calloc(1, sizeof(*b));

	if (!b) {
		(void)fail_memory(f);
		return NULL;
	}
	b->x = d->examples;
	b->s = d->sequences;
	b->net = net;
	b->labels = labels;
	if (b->x ? open_examples(b, queries, f)
		 : open_sequences(b, queries, f)) {
		batches_free(b);
		return NULL;
	}
	return b;
}

void
batches_free(struct batches *b)
{
	if (b)
		batch_free(&b->batch);
	free(b);
}

size_t
batches_queries(const struct batches *b)
{
	return b->all;
}

size_t
batches_most(const struct batches *b)
{
	return b->most;
}

static struct batch *
next_examples(struct batches *b)
{
	const struct net_shape *is = &b->net->is;
	size_t n = size_min(b->most, b->all - b->at);

	if (!n)
		return NULL;
	batch_windows(
	    &b->batch, b->x, NULL, b->at, n, is->fill_context, is->units);
	b->at += n;
	return &b->batch;
}

/* As many sequences as fit, but one at least. */
static struct batch *
next_sequences(struct batches *b)
{
	const struct sequences *s = b->s;
	size_t events = 0, rows = 0;

	for (; b->at < s->n; b->at++) {
		const int32_t *item = s->item + s->start[b->at];
		size_t n = asks(s, b->at);

		if (!n)
			continue;
		if (rows == b->batch.room || (rows && events + n > b->most))
			break;
		b->batch.source[rows++] =
		    (struct batch_row){item, n, b->labels ? item + 1 : NULL};
		events += n;
	}
	if (!rows)
		return NULL;
	batch_fill(&b->batch, rows, 1, b->net->is.units);
	return &b->batch;
}

struct batch *
batches_next(struct batches *b)
{
	return b->x ? next_examples(b) : next_sequences(b);
}
