/* examples_rows - rows of contexts and of the fields beside them. */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/field.h"
#include "data/rows.h"

#define FEW_LABELS \
	5 /* so few labels may be missing in all contexts by chance */

/* Returns the k-th block of rows: the contexts, then the fields.  Changes
 * *stride to 1 if the block has one value a row. */
static int32_t **
block(struct examples *e, size_t k, size_t *stride)
{
	if (!k)
		return &e->context;
	if (e->field[k - 1].of_row)
		*stride = 1;
	return &e->field[k - 1].id;
}

int
examples_room(struct examples *e, size_t rows, size_t stride, struct fail *f)
{
	size_t k;

	for (k = 0; k <= e->nfields; k++) {
		size_t n = stride;
		int32_t **x = block(e, k, &n);

		if (ARRAY_RESIZE(x, rows, n, f))
			return -1;
	}
	return 0;
}

void
examples_spread(struct examples *e, size_t from, size_t to)
{
	size_t k;

	for (k = 0; k <= e->nfields; k++) {
		size_t n = to;
		int32_t **x = block(e, k, &n);

		if (n != to)
			continue; /* one value a row */
		if (to > from)
			rows_spread(*x, e->n, from, to);
		else if (to < from)
			rows_squeeze(*x, e->n, from, to);
	}
}

int
examples_add_whole(
    struct examples *e, size_t i, const int32_t *id, size_t n, struct fail *f)
{
	const size_t at = i ? e->whole_end[i - 1] : 0;

	if (ARRAY_ROOM(&e->whole, &e->whole_room, at + n + 1, f) ||
	    ARRAY_ROOM(&e->whole_end, &e->whole_rows, i + 1, f))
		return -1;
	if (n)
		memcpy(e->whole + at, id, n * sizeof(*id));
	e->whole_end[i] = at + n;
	return 0;
}

const int32_t *
examples_whole_row(const struct examples *e, size_t i, size_t *n)
{
	const size_t at = i ? e->whole_end[i - 1] : 0;

	*n = e->whole_end[i] - at;
	return e->whole + at;
}

void
examples_move_row(struct examples *e, size_t stride, size_t to, size_t from)
{
	size_t k;

	for (k = 0; k <= e->nfields; k++) {
		size_t n = stride;
		int32_t *x = *block(e, k, &n);

		memcpy(x + to * n, x + from * n, n * sizeof(*x));
	}
}

size_t
examples_keep_last(
    struct examples *e, size_t stride, size_t i, size_t n, size_t k)
{
	size_t kept = size_min(n, k), b;

	for (b = 0; b <= e->nfields; b++) {
		int32_t *x;

		if (b && e->field[b - 1].of_row)
			continue;
		x = (b ? e->field[b - 1].id : e->context) + i * stride;
		if (kept && kept < n)
			memmove(x, x + (n - kept), kept * sizeof(*x));
		memset(x + kept, 0, (stride - kept) * sizeof(*x));
	}
	return kept;
}

int
examples_strangers(
    const struct examples *e, size_t items, int *strange, struct fail *f)
{
	unsigned char *seen = calloc(items + 1, 1);
	size_t i, shared = 0, labels = 0;

	*strange = 0;
	if (!seen)
		return fail_memory(f);
	for (i = 0; i < e->n * e->k; i++)
		seen[e->context[i]] |= 1;
	for (i = 0; i < e->n; i++) {
		const int32_t y = e->label[i];

		shared += y && seen[y] & 1;
		labels += y && !(seen[y] & 2);
		seen[y] |= 2;
	}
	*strange = !shared && labels >= FEW_LABELS;
	free(seen);
	return 0;
}

double
examples_mean_weight(const struct examples *e)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < e->n && e->weight; i++)
		sum += (double)e->weight[i];
	return e->weight && e->n ? sum / (double)e->n : 1;
}

void
examples_free(struct examples *e)
{
	size_t k;

	for (k = 0; k < e->nfields; k++)
		free(e->field[k].id);
	free(e->field);
	free(e->context);
	free(e->length);
	free(e->label);
	free(e->whole);
	free(e->whole_end);
	free(e->weight);
	free(e->group);
	free(e->lost);
	free(e->items);
	free(e->labels);
	*e = (struct examples){0};
}
