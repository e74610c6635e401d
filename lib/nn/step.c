/* step - one mini-batch through both towers, forward and backward. */
/* SPDX-License-Identifier: MIT */
#include "nn/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/ranks.h"
#include "base/threads.h"
#include "nn/batch.h"
#include "nn/field_rows.h"
#include "nn/gradient.h"
#include "nn/grads.h"
#include "nn/lookups.h"
#include "nn/net.h"
#include "nn/objective.h"
#include "nn/params.h"
#include "nn/tower.h"
#include "nn/transposed.h"
#include "nn/tree.h"
#include "nn/tree_nodes.h"

#define LINE 16 /* parts of scratch begin at multiples of this many numbers */

struct step {
	const struct net *net;
	struct lookups *lookups;
	struct tree *tiles;    /* sums over the batch's tiles */
	struct tree *own;      /* sums over rows, for the lookups' parameters */
	struct space *scratch; /* [threads] a tile's */
	int threads;
	size_t *rows; /* [ranks + 1] where each rank's rows begin; NULL: not
                         shared */
	struct transposed transposed;
	size_t leaves;       /* of the batch */
	size_t tower, block; /* sizes of parts of scratch: the tower's, q's */

	/* The present batch. */
	const struct batch *batch;
	const struct objective *objective; /* NULL: queries only */
	const struct dropout *dropout;     /* NULL: none */
	int backward;
	real *q;           /* [Q,E] receives query embeddings; or NULL */
	struct grads *sum; /* over all tiles */
};

struct step *
step_new(const struct net *net, int shared, struct fail *f)
{
	struct step *s = calloc(1, sizeof(*s));

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	shared = shared && ranks_count() > 1;
	s->net = net;
	s->threads = threads_count();
	s->scratch = calloc((size_t)s->threads, sizeof(*s->scratch));
	if (shared)
		s->rows = calloc((size_t)ranks_count() + 1, sizeof(*s->rows));
	if (!s->scratch || (shared && !s->rows))
		(void)fail_memory(f);
	if (!s->scratch || (shared && !s->rows) ||
	    !(s->lookups = lookups_new(net, f)) ||
	    !(s->tiles = tree_new(shared, f)) || !(s->own = tree_new(0, f)) ||
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
	lookups_free(s->lookups);
	tree_free(s->tiles);
	tree_free(s->own);
	for (i = 0; i < s->threads && s->scratch; i++)
		space_free(&s->scratch[i]);
	free(s->scratch);
	free(s->rows);
	transposed_free(&s->transposed);
	free(s);
}

size_t
step_leaves(const struct step *s)
{
	return s->leaves;
}

static size_t
round_up(size_t n)
{
	return (n + LINE - 1) / LINE * LINE;
}

/* Returns the query tower's run for the batch. rows: the rows that fields add,
 * or NULL. */
static struct tower_run
query_tower(const struct step *s, const struct field_sums *rows)
{
	return (struct tower_run){.tower = s->net->query,
	    .params = s->net->params,
	    .batch = s->batch,
	    .x = lookups_items(s->lookups),
	    .fields = rows && s->net->event_fields ? &rows->events : NULL,
	    .query_fields =
		rows && s->net->query_fields ? &rows->queries : NULL,
	    .transposed = s->transposed.at,
	    .dropout = s->dropout};
}

/* The leaves that the batch is worth.  Sums of losses alone cost nothing.
 * Otherwise a query costs about 0.06 ns for each of its UE numbers, and each of
 * its T events 0.18 ns for each of H^2. */
static size_t
count_leaves(const struct step *s)
{
	const struct batch *b = s->batch;
	const double H = (double)s->net->widest, Q = (double)b->queries,
		     UE = (double)(b->ncandidates * net_columns(s->net)),
		     T = (double)(b->events + 1) / (Q + 1);
	double numbers = 0;

	if (s->backward)
		numbers = UE + (double)(lookups_numbers(s->lookups, b) +
					s->net->params->dense);
	return tree_leaves(
	    numbers, Q * (0.06 * UE + 0.18 * T * H * H), b->ntiles);
}

/* Allocates each thread's scratch: the tower's, q and dq [Q,E] of a tile, and
 * the objective's. */
static int
scratch_room(struct step *s, struct fail *f)
{
	const struct batch *b = s->batch;
	const struct field_sums some = {0};
	const struct tower_run r =
	    query_tower(s, net_item_fields(&s->net->is) ? &some : NULL);
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

/* Takes tile i of the batch through everything. */
static void
run_tile(struct step *s, const struct field_sums *rows, size_t i, real *scratch,
    struct grads *g)
{
	const struct batch *b = s->batch;
	const struct batch_tile *t = &b->tile[i];
	const size_t E = net_columns(s->net), D = s->net->is.dim;
	const struct tower_run r = query_tower(s, rows);
	real *q = scratch + s->tower, *dq = q + s->block; /* [Q,E] */
	size_t k;

	tower_forward(&r, i, scratch, q, E);
	for (k = 0; k < t->queries && E > D; k++)
		q[k * E + D] = 1;
	for (k = 0; k < t->queries && s->q; k++)
		memcpy(s->q + (size_t)b->to[t->query + k] * E, q + k * E,
		    E * sizeof(*q));
	if (s->objective) {
		const struct objective_candidates c = {b, E,
		    lookups_candidates(s->lookups), lookups_packed(s->lookups)};

		*g->loss += objective_run(s->objective, &c, t->query,
		    t->queries, q, dq, s->backward ? g : NULL, dq + s->block);
	}
	if (s->backward)
		tower_backward(&r, i, scratch, dq, E, g);
}

/* The first tile of leaf i; that of leaf i + 1 is past its last. */
static size_t
first_tile(const struct step *s, size_t i)
{
	return i * s->batch->ntiles / s->leaves;
}

/* The tiles of leaf i, in order. */
static void
fill_leaf(void *ctx, size_t i, int thread, struct grads *g)
{
	struct step *s = ctx;
	struct field_sums some;
	const struct field_sums *rows = lookups_fields(s->lookups, g, &some);
	size_t t;

	for (t = first_tile(s, i); t < first_tile(s, i + 1); t++)
		run_tile(s, rows, t, s->scratch[thread].p, g);
}

/* Exchanges the carried states between ranks. */
static void
share_carry(struct step *s)
{
	const struct batch *b = s->batch;
	const size_t *first = tree_share(s->tiles);
	size_t width[TOWER_LAYERS], n = tower_states(s->net->query, width);
	real *c = b->carry;
	size_t k, tile, row;
	int r;

	for (k = 0; c && k < n; k++) {
		for (r = 0; r <= ranks_count(); r++) {
			tile = first_tile(s, first[r]);
			row = tile < b->ntiles ? b->tile[tile].row : b->rows;
			s->rows[r] = row * width[k] * sizeof(*c);
		}
		ranks_gather(c, s->rows);
		c += b->stride * width[k];
	}
}

/* Forward and, with backward, the sums over all tiles; loss may be NULL. */
static int
run(struct step *s, const struct batch *b, double *loss, struct fail *f)
{
	const struct lookups_use use = {
	    s->objective != NULL, s->backward, s->dropout};
	struct grads_shape is = {0};

	s->batch = b;
	s->leaves = count_leaves(s);
	if (lookups_forward(s->lookups, b, &use, f) || scratch_room(s, f))
		return -1;
	if (s->backward) {
		is = grads_of(s->net->params);
		lookups_shape(s->lookups, &is);
		transposed_fill(&s->transposed, s->net->params);
	}
	if (tree_sum(s->tiles, s->leaves, &is, fill_leaf, s, &s->sum, f))
		return -1;
	if (s->rows)
		share_carry(s);
	if (loss)
		*loss = *s->sum->loss;
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
	return run(s, b, loss, f);
}

/* Adds leaf i's part of the gradient of the lookups' parameters. */
static void
fill_own(void *ctx, size_t i, int thread, struct grads *g)
{
	const struct step *s = ctx;

	(void)thread;
	lookups_gradient(s->lookups, i, s->leaves, s->sum, g);
}

/* Takes the summed gradients back through the lookups. */
static int
back(struct step *s, struct fail *f)
{
	const struct grads_shape is = grads_of(s->net->params);
	struct grads *own;
	size_t i;

	lookups_backward(s->lookups, s->transposed.at, s->sum);
	if (lookups_learn(s->lookups)) {
		if (tree_sum(s->own, s->leaves, &is, fill_own, s, &own, f))
			return -1;
		for (i = 0; i < is.dense; i++)
			s->sum->dense[i] += own->dense[i];
		for (i = 0; i < is.bias; i++)
			s->sum->bias[i] += own->bias[i];
	}
	grads_round(s->sum, s->net->params);
	return 0;
}

int
step_gradient(struct step *s, const struct batch *b, const struct objective *o,
    const struct dropout *drop, double *loss, struct gradient *d,
    struct fail *f)
{
	s->q = NULL;
	s->objective = o;
	s->dropout = drop;
	s->backward = 1;
	if (run(s, b, loss, f) || back(s, f))
		return -1;
	lookups_tables(s->lookups, s->sum, d);
	d->dense = s->sum->dense;
	return 0;
}
