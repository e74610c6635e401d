/* item_sums - rows of items that have fields: own rows plus field values. */
/* SPDX-License-Identifier: MIT */
#include "nn/item_sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/item_values.h"
#include "math/vec.h"
#include "nn/dropout.h"
#include "nn/gradient.h"
#include "nn/grads.h"
#include "nn/joined_ids.h"
#include "nn/lookup.h"
#include "nn/params.h"
#include "nn/row_lists.h"
#include "nn/tower.h"

/* A summand: the items' own rows, or the values of a field. */
struct item_sums_part {
	struct lookup *lookup; /* of the field; NULL: the own rows */
	const struct item_values_field *values;
	size_t table, size;    /* the parameter and its columns */
	struct row_lists rows; /* of the batch's items */
	struct space d; /* [n,D] gradient of the part's rows; for own rows
                           [n,E] */
};

struct item_sums {
	const struct params *params;
	const struct item_values *values;
	size_t width, columns; /* D, E */
	size_t bias;           /* the bias parameter, if E > D */
	int disowned;

	/* the n items, by enum item_sums_list; an item whose own row is
	 * replaced counts as the id + V + 1 */
	struct joined_ids items;
	int32_t *given; /* [.] the ids of a list in that form */
	struct item_sums_part part[1 + ITEM_SUMS_FIELDS]; /* [parts] */
	size_t parts;
	struct space x, dx; /* [n,D], [n,E] */
};

/* Memory for the rows of a table, and for pairs of an item and a row. */
static int
add_part(struct item_sums *s, size_t rows, size_t times, struct fail *f)
{
	struct item_sums_part *p = &s->part[s->parts++];

	return row_lists_alloc(
	    &p->rows, rows, 2 * (s->values->items + 1), 2 * times, f);
}

struct item_sums *
item_sums_new(const struct params *params, size_t table, const size_t *bias,
    const struct item_values *values, struct fail *f)
{
	struct item_sums *s = calloc(1, sizeof(*s));
	const size_t rows = values->items + 1;

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->params = params;
	s->values = values;
	s->width = s->columns = params->p[table].cols;
	if (bias) {
		s->bias = *bias;
		s->columns++;
	}
	s->part[0].table = table;
	if (joined_ids_alloc(&s->items, 2 * rows, f) ||
	    ARRAY_RESIZE(&s->given, rows, 1, f) ||
	    add_part(s, params->p[table].rows, rows, f)) {
		item_sums_free(s);
		return NULL;
	}
	return s;
}

void
item_sums_free(struct item_sums *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->parts; i++) {
		struct item_sums_part *p = &s->part[i];

		lookup_free(p->lookup);
		row_lists_free(&p->rows);
		space_free(&p->d);
	}
	joined_ids_free(&s->items);
	free(s->given);
	space_free(&s->x);
	space_free(&s->dx);
	free(s);
}

void
item_sums_disown(struct item_sums *s)
{
	s->disowned = 1;
}

int
item_sums_add_field(struct item_sums *s, const struct tower *tower,
    size_t table, struct fail *f)
{
	const struct item_values_field *values =
	    &s->values->field[s->parts - 1];
	struct item_sums_part *p = &s->part[s->parts];
	const size_t times = (size_t)values->start[s->values->items + 1];

	if (add_part(s, values->rows + 1, times, f))
		return -1;
	p->values = values;
	p->table = table;
	p->size = tower->width;
	p->lookup = lookup_new(tower, s->params, table, f);
	if (p->lookup && values->number)
		lookup_take(p->lookup, values->number);
	return p->lookup ? 0 : -1;
}

void
item_sums_clear(struct item_sums *s)
{
	joined_ids_clear(&s->items);
}

const int32_t *
item_sums_list(struct item_sums *s, enum item_sums_list which,
    const int32_t *id, size_t n, const struct dropout *drop)
{
	const int32_t without = (int32_t)s->values->items + 1;
	size_t i;

	for (i = 0; i < n; i++)
		s->given[i] =
		    id[i] + (drop && dropout_item(drop, id[i]) ? without : 0);
	joined_ids_add(&s->items, which, s->given, n);
	return s->items.list[which].at;
}

/* The own row of item k. */
static int32_t
own_row(const struct item_sums *s, size_t k)
{
	const int32_t id = s->items.id[k];

	if (s->disowned || (size_t)id > s->values->items)
		return 0;
	return s->values->own ? s->values->own[id] : id;
}

/* Lists the rows of part p that the batch's items have. */
static void
collect(const struct item_sums *s, struct item_sums_part *p, int backward)
{
	const struct item_values_field *v = p->values;
	int32_t j;
	size_t k;

	row_lists_clear(&p->rows);
	for (k = 0; k < s->items.n; k++) {
		const int32_t id =
		    s->items.id[k] % ((int32_t)s->values->items + 1);

		if (!v)
			row_lists_put(&p->rows, own_row(s, k));
		for (j = v ? v->start[id] : 0; v && j < v->start[id + 1]; j++)
			row_lists_put(&p->rows, v->value[j]);
		row_lists_next(&p->rows);
	}
	row_lists_end(&p->rows, backward);
}

int
item_sums_begin(struct item_sums *s, int backward, struct fail *f)
{
	size_t i;

	if (space_room(&s->x, s->items.n * s->width, f) ||
	    (backward && space_room(&s->dx, s->items.n * s->columns, f)))
		return -1;
	for (i = 0; i < s->parts; i++) {
		struct item_sums_part *p = &s->part[i];

		collect(s, p, backward);
		if ((p->lookup && lookup_begin(p->lookup, p->rows.row,
				      p->rows.n, NULL, backward, f)) ||
		    (backward && space_room(&p->d, p->rows.n * s->columns, f)))
			return -1;
	}
	return 0;
}

size_t
item_sums_value_blocks(const struct item_sums *s)
{
	size_t i, n = 0;

	for (i = 1; i < s->parts; i++)
		n += lookup_blocks(s->part[i].rows.n);
	return n;
}

/* The part of block *i, counted from part `first`; *i becomes the number within
 * that part. */
static const struct item_sums_part *
part_of(const struct item_sums *s, size_t first, size_t *i)
{
	const struct item_sums_part *p = &s->part[first];
	size_t n;

	while (*i >= (n = lookup_blocks(p->rows.n))) {
		*i -= n;
		p++;
	}
	return p;
}

void
item_sums_values(const struct item_sums *s, size_t i)
{
	const struct item_sums_part *p = part_of(s, 1, &i);

	lookup_forward(p->lookup, i);
}

size_t
item_sums_blocks(const struct item_sums *s)
{
	return lookup_blocks(s->items.n);
}

/* Adds the mean of item k's rows of y [.,D] to x [D]. */
static void
add_mean(const struct row_lists *l, size_t k, size_t D, const real *y, real *x)
{
	const int32_t n = row_lists_count(l, k);
	int32_t j;

	for (j = l->start[k]; j < l->start[k + 1]; j++) {
		const real *one = y + (size_t)l->at[j] * D;

		if (n == 1)
			vec_add(D, x, one);
		else
			vec_blend(D, x, 1, one, 1 / (real)n);
	}
}

/* The own row of item k in w. */
static const real *
own(const struct item_sums *s, size_t k, const real *w)
{
	return w + (size_t)item_sums_own(s, (int32_t)k) * s->width;
}

void
item_sums_forward(const struct item_sums *s, size_t i)
{
	const size_t D = s->width, first = i * LOOKUP_BLOCK,
		     end = size_min(first + LOOKUP_BLOCK, s->items.n);
	const real *w = s->params->p[s->part[0].table].w;
	size_t k, l;

	for (k = first; k < end; k++) {
		real *x = s->x.p + k * D;

		if (k + VEC_AHEAD < end)
			vec_ask(D, own(s, k + VEC_AHEAD, w));
		memcpy(x, own(s, k, w), D * sizeof(*x));
		for (l = 1; l < s->parts; l++)
			add_mean(&s->part[l].rows, k, D,
			    lookup_out(s->part[l].lookup), x);
	}
}

const real *
item_sums_rows(const struct item_sums *s)
{
	return s->x.p;
}

int32_t
item_sums_own(const struct item_sums *s, int32_t at)
{
	const struct row_lists *l = &s->part[0].rows;

	return l->row[l->at[at]];
}

void
item_sums_take(const struct item_sums *s, size_t i, const real *events,
    const real *candidates)
{
	const size_t D = s->width, E = s->columns, first = i * LOOKUP_BLOCK,
		     end = size_min(first + LOOKUP_BLOCK, s->items.n);
	size_t k;

	for (k = first; k < end; k++) {
		const int32_t e = s->items.list[ITEM_SUMS_EVENTS].from[k],
			      c = s->items.list[ITEM_SUMS_CANDIDATES].from[k];
		real *d = s->dx.p + k * E;

		if (c >= 0)
			memcpy(d, candidates + (size_t)c * E, E * sizeof(*d));
		else
			memset(d, 0, E * sizeof(*d));
		if (e >= 0)
			vec_add(D, d, events + (size_t)e * D);
	}
}

size_t
item_sums_row_blocks(const struct item_sums *s)
{
	return lookup_blocks(s->part[0].rows.n) + item_sums_value_blocks(s);
}

/* Computes the gradient of row r of a part from the items that have it, by
 * their shares. */
static void
gather(const struct item_sums *s, const struct row_lists *l, size_t r,
    size_t columns, real *d)
{
	int32_t j;

	memset(d, 0, columns * sizeof(*d));
	for (j = l->back[r]; j < l->back[r + 1]; j++) {
		const int32_t n = row_lists_count(l, (size_t)l->of[j]);
		const real *dx = s->dx.p + (size_t)l->of[j] * s->columns;

		if (n == 1)
			vec_add(columns, d, dx);
		else
			vec_blend(columns, d, 1, dx, 1 / (real)n);
	}
}

void
item_sums_backward(const struct item_sums *s, size_t i, real *const *transposed)
{
	const struct item_sums_part *p = part_of(s, 0, &i);
	const size_t columns = p->lookup ? s->width : s->columns,
		     first = i * LOOKUP_BLOCK,
		     end = size_min(first + LOOKUP_BLOCK, p->rows.n);
	size_t r;

	for (r = first; r < end; r++)
		gather(s, &p->rows, r, columns, p->d.p + r * columns);
	if (p->lookup)
		lookup_backward(p->lookup, i, transposed, p->d.p);
}

void
item_sums_gradient(
    const struct item_sums *s, size_t i, size_t parts, struct grads *g)
{
	size_t k;

	for (k = 1; k < s->parts; k++)
		lookup_gradient(s->part[k].lookup, i, parts, s->part[k].d.p, g);
}

size_t
item_sums_tables(const struct item_sums *s, struct row_grads *to)
{
	const struct item_sums_part *own = &s->part[0];
	size_t i, n = 0;

	to[n++] = (struct row_grads){.id = own->rows.row,
	    .n = own->rows.n,
	    .width = s->columns,
	    .g = own->d.p,
	    .parts = 1 + (s->columns > s->width),
	    .part = {{own->table, 0}, {s->bias, s->width}}};
	for (i = 1; i < s->parts; i++) {
		const struct item_sums_part *p = &s->part[i];

		if (!p->values->number)
			to[n++] = (struct row_grads){.id = p->rows.row,
			    .n = p->rows.n,
			    .width = p->size,
			    .g = lookup_grad(p->lookup, p->d.p),
			    .parts = 1,
			    .part = {{p->table, 0}}};
	}
	return n;
}
