/* field_lookups - what the fields of events add to what their items give. */
/* SPDX-License-Identifier: MIT */
#include "nn/field_lookups.h"

#include <stdlib.h>

#include "base/fail.h"
#include "nn/batch.h"
#include "nn/event_rows.h"
#include "nn/gradient.h"
#include "nn/grads.h"
#include "nn/lookup.h"
#include "nn/net.h"
#include "nn/params.h"
#include "nn/tower.h"

struct field_lookups {
	const struct net *net;
	size_t n, width;                   /* fields, W */
	struct lookup *lookup[NET_FIELDS]; /* [n] */
	const struct batch_fields *batch;  /* under way */
};

struct field_lookups *
field_lookups_new(const struct net *net, struct fail *f)
{
	struct field_lookups *e = calloc(1, sizeof(*e));
	size_t i;

	if (!e) {
		(void)fail_memory(f);
		return NULL;
	}
	*e = (struct field_lookups){
	    .net = net, .width = tower_unique_out(net->query)};
	for (i = 0; i < net_item_fields(&net->is); i++) {
		e->n++;
		e->lookup[i] = lookup_new(
		    net->field[i].tower, net->params, net->field[i].table, f);
		if (!e->lookup[i]) {
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

	for (i = 0; e && i < e->n; i++)
		lookup_free(e->lookup[i]);
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

		if (is->number)
			lookup_take(e->lookup[i], is->number);
		if (lookup_begin(
			e->lookup[i], is->value, is->n, NULL, backward, f))
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

/* Which field block *i is of; it becomes one of that field's. */
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

	lookup_forward(e->lookup[k], i);
}

void
field_lookups_rows(const struct field_lookups *e, const struct batch *b,
    const struct grads *leaf, struct event_rows *to)
{
	size_t k;

	*to =
	    (struct event_rows){.n = e->n, .width = e->width, .item = b->event};
	for (k = 0; k < e->n; k++) {
		to->field[k].at = e->batch->field[k].event;
		to->field[k].x = lookup_out(e->lookup[k]);
		to->field[k].d = leaf->rows[GRADS_FIELD + k];
	}
}

void
field_lookups_numbers(const struct field_lookups *e, size_t *rows)
{
	size_t k;

	for (k = 0; k < e->n; k++)
		rows[GRADS_FIELD + k] = e->batch->field[k].n * e->width;
}

void
field_lookups_backward(const struct field_lookups *e, size_t i,
    real *const *transposed, const struct grads *sum)
{
	const size_t k = field_of(e, &i);

	lookup_backward(
	    e->lookup[k], i, transposed, sum->rows[GRADS_FIELD + k]);
}

void
field_lookups_gradient(const struct field_lookups *e, size_t i, size_t parts,
    const struct grads *sum, struct grads *leaf)
{
	size_t k;

	for (k = 0; k < e->n; k++)
		lookup_gradient(
		    e->lookup[k], i, parts, sum->rows[GRADS_FIELD + k], leaf);
}

size_t
field_lookups_tables(const struct field_lookups *e, const struct grads *sum,
    struct row_grads *to)
{
	size_t i, n = 0;

	for (i = 0; i < e->n; i++) {
		const struct batch_field *is = &e->batch->field[i];

		if (is->number)
			continue;
		to[n++] = (struct row_grads){.id = is->value,
		    .n = is->n,
		    .width = e->net->is.field[i].size,
		    .g = lookup_grad(e->lookup[i], sum->rows[GRADS_FIELD + i]),
		    .parts = 1,
		    .part = {{e->net->field[i].table, 0}}};
	}
	return n;
}
