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
	struct lookup *lookup; /* NULL: own rows without a layer */
	const struct item_values_field *values; /* NULL: the own rows */
	size_t table;
	struct row_lists rows; /* of the batch's items */
	struct space d;        /* [.,X] gradient of the rows' products */
};

struct item_sums {
	struct item_sums_of of;
	size_t width; /* X */

	/* the n items, by enum item_sums_list; an item whose own row is
	 * replaced counts as the id + V + 1 */
	struct joined_ids items;
	int32_t *given; /* [.] the ids of a list in that form */
	struct item_sums_part part[1 + ITEM_SUMS_FIELDS]; /* [parts] */
	size_t parts, products; /* the first part whose rows have a product */
	struct space x, dx;     /* [n,X] */
	struct space dbias;     /* [n] of candidates, and [.] of own rows */
};

/* Memory for the rows of a table, and for pairs of an item and a row. */
static int
add_part(struct item_sums *s, size_t rows, size_t times, struct fail *f)
{
	struct item_sums_part *p = &s->part[s->parts++];

	return row_lists_alloc(
	    &p->rows, rows, 2 * (s->of.values->items + 1), 2 * times, f);
}

struct item_sums *
item_sums_new(const struct item_sums_of *of, struct fail *f)
{
	struct item_sums *s = calloc(1, sizeof(*s));
	const size_t rows = of->values->items + 1;
	const struct param *table = &of->params->p[of->table];

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->of = *of;
	s->width = of->own ? tower_out(of->own) : table->cols;
	s->part[0].table = of->table;
	s->products = !of->own;
	if ((of->own && !(s->part[0].lookup = lookup_new(
			      of->own, of->params, of->table, f))) ||
	    joined_ids_alloc(&s->items, 2 * rows, f) ||
	    ARRAY_RESIZE(&s->given, rows, 1, f) ||
	    add_part(s, table->rows, rows, f)) {
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
	space_free(&s->dbias);
	free(s);
}

int
item_sums_add_field(struct item_sums *s, const struct tower *tower,
    size_t table, struct fail *f)
{
	const struct item_values_field *values =
	    &s->of.values->field[s->parts - 1];
	struct item_sums_part *p = &s->part[s->parts];
	const size_t times = (size_t)values->start[s->of.values->items + 1];

	if (add_part(s, values->rows + 1, times, f))
		return -1;
	p->values = values;
	p->table = table;
	p->lookup = lookup_new(tower, s->of.params, table, f);
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
	const int32_t without = (int32_t)s->of.values->items + 1;
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

	if (s->of.disowned || (size_t)id > s->of.values->items)
		return 0;
	return s->of.values->own ? s->of.values->own[id] : id;
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
		    s->items.id[k] % ((int32_t)s->of.values->items + 1);

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
	const size_t n = s->items.n;
	size_t i;

	if (space_room(&s->x, n * s->width, f) ||
	    (backward && space_room(&s->dx, n * s->width, f)) ||
	    (backward && s->of.bias && space_room(&s->dbias, 2 * n, f)))
		return -1;
	for (i = 0; i < s->parts; i++) {
		struct item_sums_part *p = &s->part[i];

		collect(s, p, backward);
		if ((p->lookup && lookup_begin(p->lookup, p->rows.row,
				      p->rows.n, NULL, backward, f)) ||
		    (backward && space_room(&p->d, p->rows.n * s->width, f)))
			return -1;
	}
	return 0;
}

/* The blocks of rows from part `first` on. */
static size_t
blocks(const struct item_sums *s, size_t first)
{
	size_t i, n = 0;

	for (i = first; i < s->parts; i++)
		n += lookup_blocks(s->part[i].rows.n);
	return n;
}

size_t
item_sums_value_blocks(const struct item_sums *s)
{
	return blocks(s, s->products);
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
	const struct item_sums_part *p = part_of(s, s->products, &i);

	lookup_forward(p->lookup, i);
}

size_t
item_sums_blocks(const struct item_sums *s)
{
	return lookup_blocks(s->items.n);
}

/* The own row of item k, or its product. */
static const real *
own(const struct item_sums *s, size_t k)
{
	const struct item_sums_part *p = &s->part[0];
	const int32_t at = p->rows.at[k];

	return p->lookup ? lookup_out(p->lookup) + (size_t)at * s->width
	                 : s->of.params->p[p->table].w +
	                       (size_t)p->rows.row[at] * s->width;
}

void
item_sums_forward(const struct item_sums *s, size_t i)
{
	const size_t X = s->width, first = i * LOOKUP_BLOCK,
		     end = size_min(first + LOOKUP_BLOCK, s->items.n);
	size_t k, l;

	for (k = first; k < end; k++) {
		real *x = s->x.p + k * X;

		if (k + VEC_AHEAD < end)
			vec_ask(X, own(s, k + VEC_AHEAD));
		memcpy(x, own(s, k), X * sizeof(*x));
		for (l = 1; l < s->parts; l++)
			row_lists_add_mean(&s->part[l].rows, k, X,
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
item_sums_take(
    const struct item_sums *s, size_t i, const struct item_sums_grads *from)
{
	const size_t X = s->width, first = i * LOOKUP_BLOCK,
		     end = size_min(first + LOOKUP_BLOCK, s->items.n);
	size_t k;

	for (k = first; k < end; k++) {
		const int32_t e = s->items.list[ITEM_SUMS_EVENTS].from[k],
			      c = s->items.list[ITEM_SUMS_CANDIDATES].from[k];
		real *d = s->dx.p + k * X;

		if (c >= 0)
			memcpy(d, from->candidates + (size_t)c * X,
			    X * sizeof(*d));
		else
			memset(d, 0, X * sizeof(*d));
		if (e >= 0)
			vec_add(X, d, from->events + (size_t)e * X);
		if (s->of.bias)
			s->dbias.p[k] =
			    c < 0 ? 0 : from->bias[(size_t)c * from->stride];
	}
}

size_t
item_sums_row_blocks(const struct item_sums *s)
{
	return blocks(s, 0);
}

/* The gradient of the own rows' biases. */
static real *
own_bias(const struct item_sums *s)
{
	return s->dbias.p + s->items.n;
}

void
item_sums_backward(const struct item_sums *s, size_t i, real *const *transposed)
{
	const struct item_sums_part *p = part_of(s, 0, &i);
	const size_t X = s->width, first = i * LOOKUP_BLOCK,
		     end = size_min(first + LOOKUP_BLOCK, p->rows.n);
	size_t r;

	for (r = first; r < end; r++) {
		row_lists_gather(&p->rows, r, X, s->dx.p, p->d.p + r * X);
		if (s->of.bias && !p->values)
			row_lists_gather(
			    &p->rows, r, 1, s->dbias.p, own_bias(s) + r);
	}
	if (p->lookup)
		lookup_backward(p->lookup, i, transposed, p->d.p);
}

void
item_sums_gradient(
    const struct item_sums *s, size_t i, size_t parts, struct grads *g)
{
	size_t k;

	for (k = s->products; k < s->parts; k++)
		lookup_gradient(s->part[k].lookup, i, parts, s->part[k].d.p, g);
}

size_t
item_sums_tables(const struct item_sums *s, struct row_grads *to)
{
	size_t i = s->parts, n = 0;

	while (i-- > 0) { /* the own rows last: see nn/lookups.c */
		const struct item_sums_part *p = &s->part[i];

		if (!p->values || !p->values->number)
			to[n++] = (struct row_grads){.param = p->table,
			    .id = p->rows.row,
			    .n = p->rows.n,
			    .stride = s->of.params->p[p->table].cols,
			    .g = p->lookup ? lookup_grad(p->lookup, p->d.p)
			                   : p->d.p};
	}
	if (s->of.bias)
		to[n++] = (struct row_grads){*s->of.bias, s->part[0].rows.row,
		    s->part[0].rows.n, 1, own_bias(s)};
	return n;
}
