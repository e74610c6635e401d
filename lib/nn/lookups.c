/* lookups - computes the rows that all tiles of a batch share. */
/* SPDX-License-Identifier: MIT */
#include "nn/lookups.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "data/field.h"
#include "math/mm.h"
#include "nn/batch.h"
#include "nn/field_lookups.h"
#include "nn/field_rows.h"
#include "nn/gradient.h"
#include "nn/grads.h"
#include "nn/item_inputs.h"
#include "nn/item_sums.h"
#include "nn/layer.h"
#include "nn/lookup.h"
#include "nn/net.h"
#include "nn/params.h"
#include "nn/tower.h"

struct lookups {
	const struct net *net;
	struct lookup *query, *item;
	struct field_lookups *fields; /* NULL: none */
	struct item_inputs *items;    /* NULL: no item fields */
	struct space biased;          /* [U,E] if items have a bias */
	struct space packed;          /* the candidates, packed for
                                         mm_scores() */

	/* The present batch. */
	const struct batch *batch;
	struct lookups_use use;
	real *const *transposed;
	const struct grads *sum;
};

struct lookups *
lookups_new(const struct net *net, struct fail *f)
{
	struct lookups *u = calloc(1, sizeof(*u));

	if (!u) {
		(void)fail_memory(f);
		return NULL;
	}
	u->net = net;
	u->query = lookup_new(net->query, net->params, net->query_table, f);
	u->item = lookup_new(net->item, net->params, net->item_table, f);
	if (net_item_fields(&net->is))
		u->fields = field_lookups_new(net, f);
	if (net_has_items(net))
		u->items = item_inputs_new(net, f);
	if (!u->query || !u->item ||
	    (net_item_fields(&net->is) && !u->fields) ||
	    (net_has_items(net) && !u->items)) {
		lookups_free(u);
		return NULL;
	}
	return u;
}

void
lookups_free(struct lookups *u)
{
	if (!u)
		return;
	lookup_free(u->query);
	lookup_free(u->item);
	field_lookups_free(u->fields);
	item_inputs_free(u->items);
	space_free(&u->biased);
	space_free(&u->packed);
	free(u);
}

/* W, see nn/lookups.h. */
static size_t
width(const struct lookups *u)
{
	return tower_unique_out(u->net->query);
}

static int
make_room(struct lookups *u, struct fail *f)
{
	const struct batch *b = u->batch;
	const int back = u->use.backward;
	const size_t E = net_columns(u->net), U = b->ncandidates;
	const int32_t *item = b->item, *candidate = b->candidate;

	if (u->items) {
		if (item_inputs_begin(u->items, b, u->use.candidates,
			u->use.dropout, back, f))
			return -1;
		item = item_inputs_take_events(u->items, u->query);
		candidate = item_inputs_take_candidates(u->items, u->item);
	}
	if (lookup_begin(u->query, item, b->nitems, u->use.dropout, back, f) ||
	    (u->fields && field_lookups_begin(u->fields, b, back, f)))
		return -1;
	if (!u->use.candidates)
		return 0;
	return lookup_begin(u->item, candidate, U, NULL, back, f) ||
	               space_room(&u->packed, mm_packed(U, E), f) ||
	               (u->net->is.item_bias &&
			   space_room(&u->biased, U * E, f))
	           ? -1
	           : 0;
}

/* Computes block i of the candidates: the item tower, the biases, the
 * packing. */
static void
make_candidates(const struct lookups *u, size_t i)
{
	const struct net *net = u->net;
	const size_t E = net_columns(net), D = net->is.dim,
		     first = i * LOOKUP_BLOCK;
	const size_t n = size_min(LOOKUP_BLOCK, u->batch->ncandidates - first);
	size_t k;

	lookup_forward(u->item, i);
	for (k = first; k < first + n && net->is.item_bias; k++) {
		memcpy(u->biased.p + k * E, lookup_out(u->item) + k * D,
		    D * sizeof(real));
		u->biased.p[k * E + D] =
		    net->params->p[net->item_bias]
			.w[u->items ? item_inputs_own(u->items, k)
				    : u->batch->candidate[k]];
	}
	mm_pack(
	    n, E, lookups_candidates(u) + first * E, u->packed.p + first * E);
}

/* The blocks of all lookups: the query tower's items, then the fields, then the
 * candidates. */
struct lookups_blocks {
	size_t items, fields, all;
};

static struct lookups_blocks
blocks(const struct lookups *u)
{
	const size_t items = lookup_blocks(u->batch->nitems),
		     fields = items +
	                      (u->fields ? field_lookups_blocks(u->fields) : 0);

	return (struct lookups_blocks){items, fields,
	    fields +
		(u->use.candidates ? lookup_blocks(u->batch->ncandidates) : 0)};
}

static void
forward_task(void *ctx, size_t i, int thread)
{
	const struct lookups *u = ctx;
	const struct lookups_blocks end = blocks(u);

	(void)thread; /* tasks have different rows */
	if (i < end.items)
		lookup_forward(u->query, i);
	else if (i < end.fields)
		field_lookups_forward(u->fields, i - end.items);
	else
		make_candidates(u, i - end.fields);
}

int
lookups_forward(struct lookups *u, const struct batch *b,
    const struct lookups_use *use, struct fail *f)
{
	u->batch = b;
	u->use = *use;
	if (make_room(u, f))
		return -1;
	if (u->items)
		item_inputs_forward(u->items);
	threads_for(blocks(u).all, forward_task, u);
	return 0;
}

const real *
lookups_items(const struct lookups *u)
{
	return lookup_out(u->query);
}

const real *
lookups_candidates(const struct lookups *u)
{
	return u->net->is.item_bias ? u->biased.p : lookup_out(u->item);
}

const real *
lookups_packed(const struct lookups *u)
{
	return u->packed.p;
}

const struct field_sums *
lookups_fields(
    const struct lookups *u, const struct grads *leaf, struct field_sums *to)
{
	if (!u->fields)
		return NULL;
	to->events.width = width(u);
	to->events.table[0] = (struct field_table){.at = u->batch->event,
	    .x = lookup_out(u->query),
	    .d = leaf->rows[GRADS_QUERY]};
	to->events.n = 1;
	to->queries.n = 0;
	field_lookups_rows(u->fields, FIELD_EVENT, leaf, &to->events);
	field_lookups_rows(u->fields, FIELD_QUERY, leaf, &to->queries);
	return to;
}

size_t
lookups_numbers(const struct lookups *u, const struct batch *b)
{
	const size_t n = b->nitems * width(u);

	return u->fields ? n + field_lookups_numbers(u->fields, b, NULL) : n;
}

void
lookups_shape(const struct lookups *u, struct grads_shape *is)
{
	is->rows[GRADS_ITEM] = u->batch->ncandidates * net_columns(u->net);
	is->rows[GRADS_QUERY] = u->batch->nitems * width(u);
	if (u->fields)
		(void)field_lookups_numbers(u->fields, u->batch, is->rows);
}

/* The gradient of the item tower's output [U,D]: the sums' own memory or, if
 * these have biases beside it, that of the biased rows, which are not needed
 * any more. */
static real *
candidates_grad(const struct lookups *u)
{
	return u->net->is.item_bias ? u->biased.p : u->sum->rows[GRADS_ITEM];
}

/* Takes block i of the candidates' gradient back through the item tower. */
static void
candidates_back(const struct lookups *u, size_t i)
{
	const size_t E = net_columns(u->net), D = u->net->is.dim,
		     first = i * LOOKUP_BLOCK;
	const size_t n = size_min(LOOKUP_BLOCK, u->batch->ncandidates - first);
	real *d = candidates_grad(u);
	size_t k;

	for (k = first; k < first + n && E > D; k++)
		memcpy(d + k * D, u->sum->rows[GRADS_ITEM] + k * E,
		    D * sizeof(*d));
	lookup_backward(u->item, i, u->transposed, d);
}

static void
backward_task(void *ctx, size_t i, int thread)
{
	struct lookups *u = ctx;
	const struct lookups_blocks end = blocks(u);

	(void)thread; /* tasks have different rows */
	if (i < end.items)
		lookup_backward(
		    u->query, i, u->transposed, u->sum->rows[GRADS_QUERY]);
	else if (i < end.fields)
		field_lookups_backward(
		    u->fields, i - end.items, u->transposed, u->sum);
	else
		candidates_back(u, i - end.fields);
}

void
lookups_backward(
    struct lookups *u, real *const *transposed, const struct grads *sum)
{
	u->transposed = transposed;
	u->sum = sum;
	threads_for(blocks(u).all, backward_task, u);
	if (u->items) {
		const struct item_sums_grads d = {
		    lookup_grad(u->query, sum->rows[GRADS_QUERY]),
		    lookup_grad(u->item, candidates_grad(u)),
		    sum->rows[GRADS_ITEM] + u->net->is.dim,
		    net_columns(u->net)};

		item_inputs_backward(u->items, &d, transposed);
	}
}

int
lookups_learn(const struct lookups *u)
{
	return lookup_learns(u->query) || lookup_learns(u->item) || u->fields ||
	       u->items;
}

void
lookups_gradient(const struct lookups *u, size_t i, size_t parts,
    const struct grads *sum, struct grads *leaf)
{
	lookup_gradient(u->query, i, parts, sum->rows[GRADS_QUERY], leaf);
	lookup_gradient(u->item, i, parts, candidates_grad(u), leaf);
	if (u->fields)
		field_lookups_gradient(u->fields, i, parts, sum, leaf);
	if (u->items)
		item_inputs_gradient(u->items, i, parts, leaf);
}

/* Lists in the same table are merged into the last of them (nn/apply).  So the
 * candidates come last: their list must stay as it is, for the biases beside
 * it. */
void
lookups_tables(
    const struct lookups *u, const struct grads *sum, struct gradient *to)
{
	const struct net *n = u->net;
	const struct batch *b = u->batch;
	struct row_grads *next = to->rows;

	if (u->fields)
		next += field_lookups_tables(u->fields, sum, next);
	if (u->items) {
		next += item_inputs_tables(u->items, next);
	} else {
		*next++ = (struct row_grads){n->query_table, b->item, b->nitems,
		    n->is.dim, lookup_grad(u->query, sum->rows[GRADS_QUERY])};
		*next++ = (struct row_grads){n->item_table, b->candidate,
		    b->ncandidates, n->is.dim,
		    lookup_grad(u->item, candidates_grad(u))};
		if (n->is.item_bias)
			*next++ = (struct row_grads){n->item_bias, b->candidate,
			    b->ncandidates, net_columns(n),
			    sum->rows[GRADS_ITEM] + n->is.dim};
	}
	to->nrows = (size_t)(next - to->rows);
}
