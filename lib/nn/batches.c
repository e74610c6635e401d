/* batches - data as batches in input order. */
/* SPDX-License-Identifier: MIT */
#include "nn/batches.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "nn/batch.h"
#include "nn/loader.h"
#include "nn/net.h"

#define WINDOWS 256 /* most windows of a batch, if a sequence is too long */

struct batches {
	const struct examples *x; /* examples or sequences */
	const struct sequences *s;
	const struct batch_fields *fields; /* NULL: none */
	const struct net *net;
	int labels;
	size_t all, most; /* queries; most queries of a batch */
	size_t at;        /* the next example or sequence */
	size_t asked;     /* its events already asked, if it exceeds a window */
	size_t events;    /* memory for this many events */
	struct batch batch;
};

/* The number of queries of sequence i. */
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
		   &b->batch, b->x, b->most, b->net->is.items, f) ||
	               batch_take_fields(&b->batch, b->fields, f)
	           ? -1
	           : 0;
}

static int
open_sequences(struct batches *b, size_t queries, struct fail *f)
{
	const size_t window = b->net->longest;
	size_t i, longest = 1, rows;

	for (i = 0; i < b->s->n; i++) {
		b->all += asks(b->s, i);
		longest = size_max(longest, asks(b->s, i));
	}
	b->most = size_max(longest, size_min(queries, b->all));
	b->events = b->most;
	rows = size_min(b->s->n, b->most);
	if (window && longest > window) {
		rows = size_max(rows, WINDOWS);
		b->most = size_max(b->most, rows);
		b->events = size_max(b->most, WINDOWS * window);
	}
	return batch_alloc(
		   &b->batch, rows, b->events, b->most, b->net->is.items, f) ||
	               batch_take_fields(&b->batch, b->fields, f)
	           ? -1
	           : 0;
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
	b->fields = d->fields;
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

void
batches_again(struct batches *b, const struct examples *x)
{
	b->x = x;
	b->at = 0;
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
	const struct batch_limits limits = net_limits(b->net);
	size_t n = size_min(b->most, b->all - b->at);

	if (!n)
		return NULL;
	batch_windows(&b->batch, b->x, NULL, b->at, n, &limits);
	b->at += n;
	return &b->batch;
}

/* Makes a batch for the events of sequence b->at beyond the first window: each
 * gets a window of its own with one query at the end. */
static struct batch *
next_windows(struct batches *b, const struct batch_limits *l)
{
	const int32_t *item = b->s->item + b->s->start[b->at];
	const size_t n = asks(b->s, b->at);
	size_t rows = 0;

	while (b->asked < n && rows < b->batch.room &&
	       (rows + 1) * l->longest <= b->events) {
		const int32_t *from = item + ++b->asked - l->longest;

		b->batch.source[rows++] = (struct batch_row){.item = from,
		    .length = l->longest,
		    .label = b->labels ? from + l->longest : NULL,
		    .before = b->asked - l->longest,
		    .row = b->at};
	}
	if (b->asked == n) {
		b->asked = 0;
		b->at++;
	}
	batch_fill(&b->batch, rows, 0, l);
	return &b->batch;
}

/* Makes a batch of as many sequences as fit, at least one.  A sequence that is
 * too long contributes only its first events and ends the batch. */
static struct batch *
next_sequences(struct batches *b)
{
	const struct batch_limits limits = net_limits(b->net);
	const struct sequences *s = b->s;
	size_t events = 0, rows = 0;

	if (b->asked)
		return next_windows(b, &limits);
	for (; b->at < s->n && !b->asked; b->at++) {
		const int32_t *item = s->item + s->start[b->at];
		size_t n = asks(s, b->at);
		const int cut = limits.longest && n > limits.longest;

		if (!n)
			continue;
		if (rows == b->batch.room || (rows && events + n > b->most))
			break;
		n = cut ? limits.longest : n;
		b->asked = cut ? n : 0;
		b->batch.source[rows++] = (struct batch_row){.item = item,
		    .length = n,
		    .label = b->labels ? item + 1 : NULL,
		    .row = b->at};
		events += n;
	}
	if (!rows)
		return NULL;
	b->at -= b->asked != 0; /* the sequence is not finished */
	batch_fill(&b->batch, rows, 1, &limits);
	return &b->batch;
}

struct batch *
batches_next(struct batches *b)
{
	return b->x ? next_examples(b) : next_sequences(b);
}
