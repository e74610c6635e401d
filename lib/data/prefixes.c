/* prefixes - cuts sequences into an example for every event after the first. */
/* SPDX-License-Identifier: MIT */
#include "data/prefixes.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "data/unknown.h"

/* Allocates all examples; there are at most as many as events. */
static int
make_room(struct examples *x, const struct sequences *s, struct fail *f)
{
	const size_t n = s->events;
	size_t i;

	x->labels = calloc(1, sizeof(*x->labels));
	x->field = calloc(s->nfields + 1, sizeof(*x->field));
	if (!x->labels || !x->field)
		return fail_memory(f);
	for (x->nfields = s->nfields, i = 0; i < s->nfields; i++)
		x->field[i].of_row = s->field[i].of_row;
	if (ARRAY_RESIZE(&x->context, n, x->k, f) ||
	    ARRAY_RESIZE(&x->length, n, 1, f) ||
	    ARRAY_RESIZE(&x->label, n, 1, f))
		return -1;
	for (i = 0; i < x->nfields; i++)
		if (ARRAY_RESIZE(
			&x->field[i].id, n, x->field[i].of_row ? 1 : x->k, f))
			return -1;
	return 0;
}

/* Copies the n values before event `at` to a row [k]. */
static void
window(int32_t *row, size_t k, const int32_t *x, size_t at, size_t n)
{
	if (n)
		memcpy(row, x + at - n, n * sizeof(*row));
	if (k > n)
		memset(row + n, 0, (k - n) * sizeof(*row));
}

/* Adds the example that predicts event `at` of sequence i. */
static void
add(struct examples *x, const struct sequences *s, size_t i, size_t at)
{
	const size_t n = size_min(at - s->start[i], x->k);
	size_t j;

	window(x->context + x->n * x->k, x->k, s->item, at, n);
	for (j = 0; j < x->nfields; j++) {
		const int32_t *from = s->field[j].id;
		int32_t *to = x->field[j].id;

		if (x->field[j].of_row)
			to[x->n] = from[i];
		else
			window(to + x->n * x->k, x->k, from, at, n);
	}
	x->length[x->n] = (int32_t)n;
	x->label[x->n] = s->item[at];
	x->labels->n += x->label[x->n] == 0;
	x->n++;
}

int
prefixes_cut(struct examples *x, struct sequences *s, size_t k, struct fail *f)
{
	size_t i, at;

	*x = (struct examples){
	    .k = k, .pad = s->pad, .pads = s->pads, .guessed = s->guessed};
	x->items = s->unknown;
	s->unknown = NULL;
	if (make_room(x, s, f))
		return -1;
	for (i = 0; i < s->n; i++)
		for (at = s->start[i] + 1; at < s->start[i + 1]; at++)
			add(x, s, i, at);
	return 0;
}
