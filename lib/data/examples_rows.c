/* examples_rows - rows of contexts and of the fields beside them. */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/field.h"
#include "data/rows.h"
#include "data/spill.h"

#define FEW_LABELS \
	5 /* up to this many labels may be missing in all contexts by chance */

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

int
examples_room_beside(struct examples *e, size_t rows, struct fail *f)
{
	return (e->length && ARRAY_RESIZE(&e->length, rows, 1, f)) ||
	               (e->label && ARRAY_RESIZE(&e->label, rows, 1, f)) ||
	               (e->weight && ARRAY_RESIZE(&e->weight, rows, 1, f)) ||
	               (e->group && ARRAY_RESIZE(&e->group, rows, 1, f))
	           ? -1
	           : 0;
}

int
examples_room_all(
    struct examples *e, size_t rows, size_t stride, struct fail *f)
{
	return examples_room(e, rows, stride, f) ||
	               examples_room_beside(e, rows, f)
	           ? -1
	           : 0;
}

int
examples_like(struct examples *e, const struct examples *x, struct fail *f)
{
	size_t k;

	*e = (struct examples){
	    .k = x->k, .field = calloc(x->nfields + 1, sizeof(*e->field))};
	if (!e->field)
		return fail_memory(f);
	for (; e->nfields < x->nfields; e->nfields++) {
		k = e->nfields;
		e->field[k].of_row = x->field[k].of_row;
	}
	return (x->length && ARRAY_RESIZE(&e->length, 1, 1, f)) ||
	               (x->label && ARRAY_RESIZE(&e->label, 1, 1, f)) ||
	               (x->weight && ARRAY_RESIZE(&e->weight, 1, 1, f)) ||
	               (x->group && ARRAY_RESIZE(&e->group, 1, 1, f))
	           ? -1
	           : 0;
}

void
examples_drop_rows(struct examples *e)
{
	size_t k;

	for (k = 0; k < e->nfields; k++) {
		free(e->field[k].id);
		e->field[k].id = NULL;
	}
	free(e->context);
	free(e->length);
	free(e->label);
	free(e->weight);
	free(e->group);
	free(e->lost);
	e->context = e->length = e->label = NULL;
	e->weight = NULL;
	e->group = NULL;
	e->lost = NULL;
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

static struct spill_columns
columns(const struct examples *x, size_t n, size_t stride)
{
	struct spill_columns c = {.n = 0};
	size_t k;

	spill_column(&c, x->context, n * stride, sizeof(*x->context));
	spill_column(&c, x->length, n, sizeof(*x->length));
	spill_column(&c, x->label, n, sizeof(*x->label));
	spill_column(&c, x->weight, n, sizeof(*x->weight));
	spill_column(&c, x->group, n, sizeof(*x->group));
	for (k = 0; k < x->nfields; k++)
		spill_column(&c, x->field[k].id,
		    x->field[k].of_row ? n : n * stride,
		    sizeof(*x->field[k].id));
	return c;
}

int
examples_spill(struct examples *x, struct spill *s, size_t stride, int marked,
    struct fail *f)
{
	const struct spill_part p = {
	    .n = x->n, .stride = stride, .marked = marked};
	const struct spill_columns c = columns(x, x->n, stride);

	x->n = 0;
	return spill_put(s, &p, &c, f);
}

int
examples_spilled(
    struct examples *x, const struct spill *s, size_t k, struct fail *f)
{
	const struct spill_part *p = &s->part[k];
	struct spill_columns c;

	if (examples_room_all(x, p->n, p->stride, f))
		return -1;
	x->n = p->n;
	c = columns(x, p->n, p->stride);
	return spill_get(s, k, &c, f);
}

int
examples_spill_again(
    struct examples *x, struct spill *s, size_t k, struct fail *f)
{
	const struct spill_columns c = columns(x, x->n, s->part[k].stride);

	return spill_set(s, k, x->n, 0, &c, f);
}

void
examples_mark(const struct examples *e, size_t stride, unsigned char *seen)
{
	size_t i;

	for (i = 0; i < e->n * stride; i++)
		seen[e->context[i]] |= 1;
	for (i = 0; i < e->n; i++)
		seen[e->label[i]] |= 2;
}

int
examples_are_strange(const unsigned char *seen, size_t items)
{
	size_t i, shared = 0, labels = 0;

	for (i = 1; i <= items; i++) {
		shared += seen[i] == 3;
		labels += seen[i] >> 1;
	}
	return !shared && labels >= FEW_LABELS;
}

int
examples_strangers(
    const struct examples *e, size_t items, int *strange, struct fail *f)
{
	unsigned char *seen = calloc(items + 1, 1);

	*strange = 0;
	if (!seen)
		return fail_memory(f);
	examples_mark(e, e->k, seen);
	*strange = examples_are_strange(seen, items);
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
	examples_drop_rows(e);
	free(e->field);
	free(e->whole);
	free(e->whole_end);
	free(e->items);
	free(e->labels);
	*e = (struct examples){0};
}
