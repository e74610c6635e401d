/* seen - the set of items before a query of the data. */
/* SPDX-License-Identifier: MIT */
#include "nn/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "nn/batch.h"
#include "nn/loader.h"

/* The index of candidate j, or where to insert it. */
static size_t
place_of(const struct seen *s, int32_t j)
{
	size_t low = 0, n = s->n, half;

	while (n) {
		half = n / 2;
		if (s->candidate[low + half] < j) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

static void
add(struct seen *s, int32_t j)
{
	const size_t at = place_of(s, j);

	if (at < s->n && s->candidate[at] == j)
		return;
	memmove(s->candidate + at + 1, s->candidate + at,
	    (s->n++ - at) * sizeof(*s->candidate));
	s->candidate[at] = j;
}

const int32_t *
seen_context(
    const struct loader_data *d, const struct batch_row *b, size_t k, size_t *n)
{
	const struct examples *x = d->examples;
	const int32_t *from;

	if (d->sequences) {
		from = d->sequences->item + d->sequences->start[b->row];
		*n = (size_t)(b->label + k - from);
		return from;
	}
	if (x->whole)
		return examples_whole_row(x, b->row, n);
	*n = x->length ? (size_t)x->length[b->row] : 0;
	return x->length ? x->context + b->row * x->k : NULL;
}

int
seen_take(struct seen *s, const struct loader_data *d,
    const struct batch_row *b, size_t k, struct fail *f)
{
	size_t n;
	const int32_t *from = seen_context(d, b, k, &n);

	if (from != s->from || n < s->taken)
		s->n = s->taken = 0;
	if (ARRAY_ROOM(&s->candidate, &s->room, s->n + n - s->taken + 1, f))
		return -1;
	s->from = from;
	for (; s->taken < n; s->taken++)
		if (from[s->taken])
			add(s, from[s->taken] - 1);
	return 0;
}

void
seen_free(struct seen *s)
{
	free(s->candidate);
	*s = (struct seen){0};
}
