/* field_lookups - the rows that fields add to events and to queries. */
/* SPDX-License-Identifier: MIT */
#include "nn/field_lookups.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "nn/batch.h"
#include "nn/field_rows.h"
#include "nn/gradient.h"
#include "nn/grads.h"
#include "nn/lookup.h"
#include "nn/net.h"
#include "nn/params.h"
#include "nn/tower.h"

/* One field. */
struct field_lookup {
	struct lookup *lookup;
	size_t width;      /* W */
	struct space rows; /* [M,S] gradients of table rows, if values have
                              several */
};

struct field_lookups {
	const struct net *net;
	size_t n; /* number of fields of events and of queries */
	struct field_lookup field[NET_FIELDS]; /* [n] */
	const struct batch_fields *batch;      /* the present batch */
};

struct field_lookups *
field_lookups_new(const struct net *net, struct fail *f)
{
	struct field_lookups *e = calloc(1, sizeof(*e));

	if (!e) {
		(void)fail_memory(f);
		return NULL;
	}
	e->net = net;
	while (e->n < net_item_fields(&net->is)) {
		const struct net_field *is = &net->field[e->n];
		struct field_lookup *to = &e->field[e->n++];

		to->width = tower_out(is->tower);
		to->lookup = lookup_new(is->tower, net->params, is->table, f);
		if (!to->lookup) {
			field_lookups_free(e);
			return NULL;
		}
	}
	return e;
}

void
field_lookups_free(struct field_lookups *e)
{
	size_t i;

	for (i = 0; e && i < e->n; i++) {
		lookup_free(e->field[i].lookup);
		space_free(&e->field[i].rows);
	}
	free(e);
}

int
field_lookups_begin(struct field_lookups *e, const struct batch *b,
    int backward, struct fail *f)
{
	size_t i;

	e->batch = b->fields;
	for (i = 0; i < e->n; i++) {
		const struct batch_field *is = &e->batch->field[i];
		struct field_lookup *l = &e->field[i];

		if (is->number)
			lookup_take(l->lookup, is->number);
		if (is->row)
			lookup_means(l->lookup, is->start, is->part);
		if (lookup_begin(
			l->lookup, is->value, is->n, NULL, backward, f))
			return -1;
		if (backward && is->row &&
		    space_room(
			&l->rows, is->nrows * e->net->field[i].tower->width, f))
			return -1;
	}
	return 0;
}

size_t
field_lookups_blocks(const struct field_lookups *e)
{
	size_t i, n = 0;

	for (i = 0; i < e->n; i++)
		n += lookup_blocks(e->batch->field[i].n);
	return n;
}

/* The field of block *i; *i becomes the number within that field. */
static size_t
field_of(const struct field_lookups *e, size_t *i)
{
	size_t k = 0, n;

	while (*i >= (n = lookup_blocks(e->batch->field[k].n))) {
		*i -= n;
		k++;
	}
	return k;
}

void
field_lookups_forward(const struct field_lookups *e, size_t i)
{
	size_t k = field_of(e, &i);

	lookup_forward(e->field[k].lookup, i);
}

void
field_lookups_rows(const struct field_lookups *e, int place,
    const struct grads *leaf, struct field_rows *to)
{
	size_t k;

	for (k = 0; k < e->n; k++) {
		const struct field_lookup *l = &e->field[k];
		const struct batch_field *is = &e->batch->field[k];

		if (is->place != place)
			continue;
		to->width = l->width;
		to->table[to->n++] = (struct field_table){.at = is->at,
		    .of = is->of,
		    .first = is->first,
		    .x = lookup_out(l->lookup),
		    .d = leaf->rows[GRADS_FIELD + k]};
	}
}

size_t
field_lookups_numbers(
    const struct field_lookups *e, const struct batch *b, size_t *rows)
{
	size_t k, n, all = 0;

	for (k = 0; k < e->n; k++) {
		n = b->fields->field[k].n * e->field[k].width;
		if (rows)
			rows[GRADS_FIELD + k] = n;
		all += n;
	}
	return all;
}

void
field_lookups_backward(const struct field_lookups *e, size_t i,
    real *const *transposed, const struct grads *sum)
{
	const size_t k = field_of(e, &i);

	lookup_backward(
	    e->field[k].lookup, i, transposed, sum->rows[GRADS_FIELD + k]);
}

void
field_lookups_gradient(const struct field_lookups *e, size_t i, size_t parts,
    const struct grads *sum, struct grads *leaf)
{
	size_t k;

	for (k = 0; k < e->n; k++)
		lookup_gradient(e->field[k].lookup, i, parts,
		    sum->rows[GRADS_FIELD + k], leaf);
}

/* Spreads the gradient of values, g [N,S], to their rows [M,S], each its
 * share. */
static void
spread(const struct batch_field *k, size_t S, const real *g, real *rows)
{
	size_t i, j, c;

	memset(rows, 0, k->nrows * S * sizeof(*rows));
	for (i = 0; i < k->n; i++, g += S) {
		const size_t first = k->start[k->value[i]],
			     end = k->start[k->value[i] + 1];
		const real n = (real)(end - first);

		for (j = first; j < end; j++) {
			real *to = rows + (size_t)k->row_at[k->part[j]] * S;

			for (c = 0; c < S; c++)
				to[c] += g[c] / n;
		}
	}
}

size_t
field_lookups_tables(const struct field_lookups *e, const struct grads *sum,
    struct row_grads *to)
{
	size_t i, n = 0;

	for (i = 0; i < e->n; i++) {
		const struct batch_field *is = &e->batch->field[i];
		const struct field_lookup *l = &e->field[i];
		const size_t S = e->net->field[i].tower->width;
		real *g = lookup_grad(l->lookup, sum->rows[GRADS_FIELD + i]);

		if (is->number)
			continue;
		if (is->row)
			spread(is, S, g, l->rows.p);
		to[n++] = (struct row_grads){.param = e->net->field[i].table,
		    .id = is->row ? is->row : is->value,
		    .n = is->row ? is->nrows : is->n,
		    .stride = S,
		    .g = is->row ? l->rows.p : g};
	}
	return n;
}
