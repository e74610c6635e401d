/* test_batch - the tiles of a batch against their source data. */
/* SPDX-License-Identifier: MIT */
#include "nn/batch.h"

#include <stdlib.h>

#include "base/fail.h"

#include "random_examples.h"
#include "tap.h"

#define MOST 2000

static struct fail f;

/* The row of event e of sequence r of tile t. */
static size_t
event_at(const struct batch *b, const struct batch_tile *t, size_t r, size_t e)
{
	size_t at = t->event + r, k;

	for (k = 0; k < e; k++)
		at += (size_t)b->active[t->active + k];
	return at;
}

/* Do the lists of b agree with the source of sequence r of tile t? */
static int
row_is(const struct batch *b, const struct batch_tile *t, size_t r, int every)
{
	const struct batch_row *s = &b->source[b->order[t->row + r]];
	size_t k;
	int good = s->length <= t->steps;

	for (k = 0; k < s->length; k++)
		good &= r < (size_t)b->active[t->active + k] &&
		        b->item[b->event[event_at(b, t, r, k)]] == s->item[k];
	if (s->length < t->steps)
		good &= r >= (size_t)b->active[t->active + s->length];
	for (k = 0; k < (every ? s->length : 1); k++) {
		size_t last = every ? k : s->length - 1, q = t->query + r;
		int32_t at = s->length
		                 ? (int32_t)(event_at(b, t, r, last) - t->event)
		                 : -1;

		if (every)
			q = t->query + (size_t)at;
		good &= b->at[q] == at &&
		        b->candidate[b->column[q]] == s->label[k] &&
		        b->to[q] == b->first[b->order[t->row + r]] + (int32_t)k;
	}
	return good;
}

/* Is each id there once, with the weights of the labels? */
static int
lists_are_right(const struct batch *b)
{
	unsigned char seen[2][ITEMS + 1] = {{0}};
	double times[ITEMS + 1] = {0};
	size_t i;
	int good = 1;

	for (i = 0; i < b->queries; i++)
		times[b->candidate[b->column[i]]] += 1;
	for (i = 0; i < b->ncandidates; i++)
		good &= !seen[0][b->candidate[i]]++ &&
		        (double)b->weight[i] == times[b->candidate[i]];
	for (i = 0; i < b->nitems; i++)
		good &= !seen[1][b->item[i]]++;
	for (i = 0; i <= ITEMS; i++)
		good &= b->place[i] == -1;
	return good;
}

/* Are all rows there, sorted, and every query once? */
static int
tiles_are_right(const struct batch *b, size_t rows, int every)
{
	size_t t, r, n = 0, events = 0, queries = 0, last = SIZE_MAX;
	int good = lists_are_right(b);

	for (t = 0; t < b->ntiles; t++) {
		const struct batch_tile *a = &b->tile[t];

		good &= a->row == n && a->event == events &&
		        a->query == queries && a->rows > 0;
		for (r = 0; r < a->rows; r++) {
			size_t length = b->source[b->order[a->row + r]].length;

			good &= row_is(b, a, r, every) && length <= last;
			last = length;
		}
		n += a->rows;
		events += a->events;
		queries += a->queries;
	}
	return good && n == rows && events == b->events &&
	       queries == b->queries;
}

static int
try_batch(struct batch *b, const struct examples *x, size_t n, size_t units)
{
	const struct batch_limits masked = {.kept = 6 * units},
				  whole = {.kept = 6 * units, .filled = 1};
	int32_t order[MOST] = {0};
	size_t i;
	int good;

	for (i = 0; i < n; i++)
		order[i] = (int32_t)((i * 7 + 3) % x->n);
	batch_windows(b, x, order, 0, n, &masked);
	good = tiles_are_right(b, n, 0);
	for (i = 0; i < n; i++)
		good &= b->source[i].label == &x->label[order[i]];
	batch_windows(b, x, NULL, x->n - n, n, &whole);
	good &= tiles_are_right(b, n, 0) && b->events == n * x->k;
	/* The same rows as sequences with a label at every event. */
	for (i = 0; i < n; i++)
		b->source[i] = (struct batch_row){.item = x->context + i * x->k,
		    .length = (i * 5) % 7,
		    .label = x->context};
	batch_fill(b, n, 1, &whole);
	return good && tiles_are_right(b, n, 1);
}

static void
test_batch(void)
{
	const struct batch_limits wide = {.kept = 6 * 65536, .filled = 1},
				  last = {.kept = 1, .longest = 3, .filled = 1};
	struct examples x = random_examples(1500, 7, 1);
	struct batch b;
	size_t n;
	int good = 1;

	if (batch_alloc(&b, 1500, 1500 * 7, 1500 * 7, ITEMS, &f)) {
		ok(0, "%s", f.msg);
		return;
	}
	for (n = 1; n <= 1500; n += n < 130 ? 1 : 97)
		good &= try_batch(&b, &x, n, 16);
	ok(good, "batches of 1 to 1,500: each sequence is its source, in order "
		 "or by an order, and the lists have every item once");
	good = try_batch(&b, &x, 1500, 65536);
	batch_windows(&b, &x, NULL, 0, 1500, &wide);
	ok(good && b.ntiles == 1500, "with many units a tile is a single row");
	batch_windows(&b, &x, NULL, 0, 1500, &last);
	for (n = 0; n < 1500; n++)
		good &= b.source[n].item == x.context + n * x.k + 4 &&
		        b.source[n].length == 3;
	ok(good && b.events == 1500 * 3, "a limit leaves the last events");
	batch_free(&b);
	examples_free(&x);
}

int
main(void)
{
	test_batch();
	return done();
}
