/* step - one mini-batch through both towers, forward and backward. */
/* SPDX-License-Identifier: MIT */
#include "nn/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "math/mm.h"
#include "nn/batch.h"
#include "nn/field_lookups.h"
#include "nn/event_rows.h"
#include "nn/gradient.h"
#include "nn/grads.h"
#include "nn/item_inputs.h"
#include "nn/lookup.h"
#include "nn/net.h"
#include "nn/objective.h"
#include "nn/params.h"
#include "nn/tower.h"
#include "nn/transposed.h"

#define LEAVES 8 /* at most; more threads find no more to do */
#define LINE 16  /* parts of scratch begin at a multiple of so many numbers */

struct step {
	const struct net *net;
	struct lookup *query, *item;
	struct field_lookups *fields; /* NULL: none */
	struct item_inputs *items;    /* NULL: items have no fields */
	struct space candidates;      /* [U,E] where items have a bias */
	struct space packed;          /* the candidates for mm_scores() */
	struct space *scratch;        /* [threads] a tile's */
	int threads;
	struct transposed transposed;
	struct grads *leaf;  /* [LEAVES] */
	size_t leaves;       /* in use for the batch */
	size_t tower, block; /* numbers of scratch: of the tower, of q */

	/* The batch under way. */
	const struct batch *batch;
	const struct objective *objective; /* NULL: none asked */
	const struct dropout *dropout;     /* NULL: none */
	int backward;
	real *q; /* [Q,E] or NULL: where query embeddings go */
};

static int
new_leaves(struct step *s, struct fail *f)
{
	size_t i;

	s->leaf = calloc(LEAVES, sizeof(*s->leaf));
	s->scratch = calloc((size_t)s->threads, sizeof(*s->scratch));
	if (!s->leaf || !s->scratch)
		return fail_memory(f);
	for (i = 0; i < LEAVES; i++)
		if (grads_alloc(&s->leaf[i], s->net->params, f))
			return -1;
	return 0;
}

struct step *
step_new(const struct net *net, struct fail *f)
{
	struct step *s = calloc(1, sizeof(*s));

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->net = net;
	s->threads = threads_count();
	s->query = lookup_new(net->query, net->params, net->query_table, f);
	s->item = lookup_new(net->item, net->params, net->item_table, f);
	if (net_item_fields(&net->is))
		s->fields = field_lookups_new(net, LEAVES, f);
	if (net_has_items(net))
		s->items = item_inputs_new(net, f);
	if (!s->query || !s->item ||
	    (net_item_fields(&net->is) && !s->fields) ||
	    (net_has_items(net) && !s->items) || new_leaves(s, f) ||
	    transposed_alloc(&s->transposed, net->params, f)) {
		step_free(s);
		return NULL;
	}
	return s;
}

void
step_free(struct step *s)
{
	int i;

	if (!s)
		return;
	lookup_free(s->query);
	lookup_free(s->item);
	field_lookups_free(s->fields);
	item_inputs_free(s->items);
	space_free(&s->candidates);
	space_free(&s->packed);
	for (i = 0; i < s->threads && s->scratch; i++)
		space_free(&s->scratch[i]);
	for (i = 0; i < LEAVES && s->leaf; i++)
		grads_free(&s->leaf[i]);
	free(s->scratch);
	free(s->leaf);
	transposed_free(&s->transposed);
	free(s);
}

static size_t
round_up(size_t n)
{
	return (n + LINE - 1) / LINE * LINE;
}

/* Columns of what the query tower's lookup gives. */
static size_t
looked_up(const struct step *s)
{
	return tower_unique_out(s->net->query);
}

/* The query tower over the batch under way; rows: what fields add. */
static struct tower_run
query_tower(const struct step *s, const struct event_rows *rows)
{
	return (struct tower_run){.tower = s->net->query,
	    .params = s->net->params,
	    .batch = s->batch,
	    .x = lookup_out(s->query),
	    .fields = s->fields ? rows : NULL,
	    .transposed = s->transposed.at,
	    .dropout = s->dropout};
}

/* Numbers of what the fields' lookups give. */
static size_t
field_numbers(const struct step *s)
{
	const struct batch_fields *b = s->batch->fields;
	size_t i, n = 0;

	for (i = 0; s->fields && i < b->n; i++)
		n += b->field[i].n * looked_up(s);
	return n;
}

/* Leaves that the batch is worth.  A query costs some 0.06 ns for each of UE
 * numbers, and 0.18 for each of its T events' H^2. */
static size_t
count_leaves(const struct step *s)
{
	const struct batch *b = s->batch;
	const double H = (double)s->net->widest,
		     UE = (double)(b->ncandidates * net_columns(s->net)),
		     T = (double)(b->events + 1) / (double)(b->queries + 1);

	return grads_leaves(b->queries,
	    UE + (double)(b->nitems * looked_up(s) + field_numbers(s)),
	    0.06 * UE + 0.18 * T * H * H, LEAVES);
}

/* Scratch memory of each thread: the tower's, q and dq [Q,E] of a tile, and the
 * objective's. */
static int
scratch_room(struct step *s, struct fail *f)
{
	const struct batch *b = s->batch;
	const struct event_rows some = {0};
	const struct tower_run r = query_tower(s, &some);
	const size_t E = net_columns(s->net);
	size_t t, n;
	int i;

	for (s->tower = s->block = t = 0; t < b->ntiles; t++) {
		s->tower = size_max(s->tower, tower_scratch(&r, t));
		s->block = size_max(s->block, b->tile[t].queries * E);
	}
	s->tower = round_up(s->tower);
	s->block = round_up(s->block);
	n = s->tower + 2 * s->block;
	if (s->objective)
		n += objective_scratch(b->ncandidates, E);
	for (i = 0; i < s->threads; i++)
		if (space_room(&s->scratch[i], n, f))
			return -1;
	return 0;
}

static int
make_room(struct step *s, struct fail *f)
{
	const struct batch *b = s->batch;
	const size_t E = net_columns(s->net), U = b->ncandidates;
	const int32_t *item = b->item, *candidate = b->candidate;
	size_t i;

	if (s->items) {
		if (item_inputs_begin(s->items, b, s->objective != NULL,
			s->dropout, s->backward, f))
			return -1;
		item = item_inputs_take_events(s->items, s->query);
		candidate = item_inputs_take_candidates(s->items, s->item);
	}
	if (lookup_begin(
		s->query, item, b->nitems, s->dropout, s->backward, f) ||
	    (s->fields &&
		field_lookups_begin(s->fields, b, s->backward, s->leaves, f)))
		return -1;
	if (s->objective &&
	    (lookup_begin(s->item, candidate, U, NULL, s->backward, f) ||
		space_room(&s->packed, mm_packed(U, E), f) ||
		(s->net->is.item_bias && space_room(&s->candidates, U * E, f))))
		return -1;
	for (i = 0; i < s->leaves && s->backward; i++)
		if (space_room(&s->leaf[i].item, U * E, f) ||
		    space_room(&s->leaf[i].query, b->nitems * looked_up(s), f))
			return -1;
	return scratch_room(s, f);
}

/* The candidates [U,E]. */
static const real *
candidates(const struct step *s)
{
	return s->net->is.item_bias ? s->candidates.p : lookup_out(s->item);
}

/* Block i of the candidates: the item tower's rows, their biases, packed. */
static void
make_candidates(const struct step *s, size_t i)
{
	const struct net *net = s->net;
	const size_t E = net_columns(net), D = net->is.dim,
		     first = i * LOOKUP_BLOCK;
	size_t n = size_min(LOOKUP_BLOCK, s->batch->ncandidates - first), k;

	lookup_forward(s->item, i);
	for (k = first; k < first + n && net->is.item_bias; k++) {
		memcpy(s->candidates.p + k * E, lookup_out(s->item) + k * D,
		    D * sizeof(real));
		s->candidates.p[k * E + D] =
		    net->params->p[net->item_bias]
			.w[s->items ? item_inputs_own(s->items, k)
				    : s->batch->candidate[k]];
	}
	mm_pack(n, E, candidates(s) + first * E, s->packed.p + first * E);
}

/* Blocks of the fields' values. */
static size_t
field_blocks(const struct step *s)
{
	return s->fields ? field_lookups_blocks(s->fields) : 0;
}

/* First the blocks of the query tower's items, and of the fields, then those of
 * the candidates. */
static void
prepare_task(void *ctx, size_t i, int thread)
{
	const struct step *s = ctx;
	const size_t items = lookup_blocks(s->batch->nitems),
		     fields = field_blocks(s);

	(void)thread; /* the rows are its own */
	if (i < items)
		lookup_forward(s->query, i);
	else if (i < items + fields)
		field_lookups_forward(s->fields, i - items);
	else
		make_candidates(s, i - items - fields);
}

/* Tile i of the batch, all the way. */
static void
run_tile(struct step *s, const struct event_rows *rows, size_t i, real *scratch,
    struct grads *g)
{
	const struct batch *b = s->batch;
	const struct batch_tile *t = &b->tile[i];
	const size_t E = net_columns(s->net), D = s->net->is.dim;
	const struct tower_run r = query_tower(s, rows);
	const struct objective_candidates c = {
	    b, E, s->objective ? candidates(s) : NULL, s->packed.p};
	real *q = scratch + s->tower, *dq = q + s->block; /* [Q,E] */
	size_t k;

	tower_forward(&r, i, scratch, q, E);
	for (k = 0; k < t->queries && E > D; k++)
		q[k * E + D] = 1;
	for (k = 0; k < t->queries && s->q; k++)
		memcpy(s->q + (size_t)b->to[t->query + k] * E, q + k * E,
		    E * sizeof(*q));
	if (!s->objective)
		return;
	g->loss += objective_run(s->objective, &c, t->query, t->queries, q,
	    s->backward ? dq : NULL, g->item.p, dq + s->block);
	if (s->backward)
		tower_backward(&r, i, scratch, dq, E, g);
}

/* The tiles of leaf i, in order. */
static void
leaf_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const struct batch *b = s->batch;
	struct grads *g = &s->leaf[i];
	struct event_rows rows;
	size_t t;

	g->loss = 0;
	if (s->fields)
		field_lookups_rows(s->fields, b, i, &rows);
	if (s->fields && s->backward)
		field_lookups_clear(s->fields, i);
	if (s->backward)
		grads_clear(g, s->net->params, b->nitems * looked_up(s),
		    b->ncandidates * net_columns(s->net));
	for (t = i * b->ntiles / s->leaves; t < (i + 1) * b->ntiles / s->leaves;
	     t++)
		run_tile(s, &rows, t, s->scratch[thread].p, g);
}

/* Forward, and with backward to the leaves' sums; *loss if not NULL. */
static int
run(struct step *s, const struct batch *b, double *loss, struct fail *f)
{
	size_t i;

	s->batch = b;
	s->leaves = count_leaves(s);
	if (make_room(s, f))
		return -1;
	if (s->backward)
		transposed_fill(&s->transposed, s->net->params);
	if (s->items)
		item_inputs_forward(s->items);
	threads_for(lookup_blocks(b->nitems) + field_blocks(s) +
			(s->objective ? lookup_blocks(b->ncandidates) : 0),
	    prepare_task, s);
	threads_for(s->leaves, leaf_task, s);
	for (i = 0; i < s->leaves && loss; i++)
		*loss += s->leaf[i].loss;
	return 0;
}

int
step_queries(struct step *s, const struct batch *b, real *q, struct fail *f)
{
	s->q = q;
	s->objective = NULL;
	s->dropout = NULL;
	s->backward = 0;
	return run(s, b, NULL, f);
}

int
step_loss(struct step *s, const struct batch *b, const struct objective *o,
    double *loss, real *q, struct fail *f)
{
	s->q = q;
	s->objective = o;
	s->dropout = NULL;
	s->backward = 0;
	*loss = 0;
	return run(s, b, loss, f);
}

/* Block i of the candidates' gradient: the leaves' sum, and back through the
 * item tower; what that makes stands where the sum did. */
static void
item_back(struct step *s, size_t i)
{
	const size_t E = net_columns(s->net), D = s->net->is.dim,
		     first = i * LOOKUP_BLOCK;
	const size_t n = size_min(LOOKUP_BLOCK, s->batch->ncandidates - first);
	real *d = s->leaf[0].item.p, *own;
	size_t k;

	grads_add_item(s->leaf, s->leaves, first * E, n * E);
	if (E == D) {
		lookup_backward(s->item, i, s->transposed.at, d);
		return;
	}
	/* The rows without their biases. */
	own = s->candidates.p; /* its own block of it is not needed any more */
	for (k = 0; k < n; k++)
		memcpy(
		    own + (first + k) * D, d + (first + k) * E, D * sizeof(*d));
	lookup_backward(s->item, i, s->transposed.at, own);
	for (k = 0; k < n; k++)
		memcpy(
		    d + (first + k) * E, own + (first + k) * D, D * sizeof(*d));
}

/* As prepare_task(): the leaves' sums, back through the lookups. */
static void
back_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const size_t items = lookup_blocks(s->batch->nitems), W = looked_up(s),
		     fields = field_blocks(s);
	size_t first = i * LOOKUP_BLOCK;

	(void)thread; /* the rows are its own */
	if (i >= items + fields) {
		item_back(s, i - items - fields);
		return;
	}
	if (i >= items) {
		field_lookups_backward(s->fields, i - items, s->transposed.at);
		return;
	}
	grads_add_query(s->leaf, s->leaves, first * W,
	    size_min(LOOKUP_BLOCK, s->batch->nitems - first) * W);
	lookup_backward(s->query, i, s->transposed.at, s->leaf[0].query.p);
}

/* Leaf i's part of the lookups' own parameters. */
static void
gradient_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;

	(void)thread; /* the sums are its own */
	lookup_gradient(
	    s->query, i, s->leaves, s->leaf[0].query.p, &s->leaf[i]);
	if (s->fields)
		field_lookups_gradient(s->fields, i, s->leaves, &s->leaf[i]);
	if (s->items)
		item_inputs_gradient(s->items, i, s->leaves, &s->leaf[i]);
}

/* The leaves' gradients added up, and taken back through what all tiles share:
 * the one place where the order of these sums is decided. */
static void
reduce(struct step *s)
{
	threads_for(lookup_blocks(s->batch->nitems) + field_blocks(s) +
			lookup_blocks(s->batch->ncandidates),
	    back_task, s);
	if (s->items)
		item_inputs_backward(s->items,
		    lookup_grad(s->query, s->leaf[0].query.p),
		    s->leaf[0].item.p, s->transposed.at);
	threads_for(s->leaves, gradient_task, s);
	grads_add_dense(s->leaf, s->leaves, s->net->params);
}

int
step_gradient(struct step *s, const struct batch *b, const struct objective *o,
    const struct dropout *drop, double *loss, struct gradient *d,
    struct fail *f)
{
	const struct net *n = s->net;

	s->q = NULL;
	s->objective = o;
	s->dropout = drop;
	s->backward = 1;
	*loss = 0;
	if (run(s, b, loss, f))
		return -1;
	reduce(s);
	*d = (struct gradient){
	    .rows = {{.id = b->item,
			 .n = b->nitems,
			 .width = n->is.dim,
			 .g = lookup_grad(s->query, s->leaf[0].query.p),
			 .parts = 1,
			 .part = {{n->query_table, 0}}},
		{.id = b->candidate,
		    .n = b->ncandidates,
		    .width = net_columns(n),
		    .g = s->leaf[0].item.p,
		    .parts = 1 + (n->is.item_bias != 0),
		    .part = {{n->item_table, 0}, {n->item_bias, n->is.dim}}}},
	    .nrows = 2,
	    .dense = s->leaf[0].dense,
	};
	if (s->items)
		d->nrows = item_inputs_tables(s->items, d->rows);
	if (s->fields)
		d->nrows += field_lookups_tables(s->fields, d->rows + d->nrows);
	return 0;
}
