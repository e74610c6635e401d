/* step - one mini-batch through both towers, forward and backward. */
/* SPDX-License-Identifier: MIT */
#include "nn/step.h"

#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "math/mm.h"
#include "math/vec.h"
#include "nn/batch.h"
#include "nn/cell.h"
#include "nn/dropout.h"
#include "nn/grads.h"
#include "nn/loss.h"
#include "nn/params.h"
#include "nn/tower.h"
#include "nn/workspace.h"

/* Candidates whose gradients are made at a time, so that they and their scores
 * stay in cache for both products; whole chains of math/mm. */
#define STRIP 1024

struct step *
step_new(const struct params *net, struct fail *f)
{
	return workspace_new(net, f);
}

void
step_free(struct step *s)
{
	workspace_free(s);
}

/* Block i of the input table: x^ = E W + b, with what dropout leaves of E. */
static void
make_inputs(const struct step *s, size_t i)
{
	const struct param *p = s->net->p;
	const size_t D = s->net->is.dim, GH = workspace_gates(s),
		     first = i * WORKSPACE_BLOCK;
	size_t n = size_min(WORKSPACE_BLOCK, s->batch->nitems - first), k;
	real *e = s->embedded.p + first * D, *x = s->table.p + first * GH;

	for (k = 0; k < n; k++) {
		memcpy(e + k * D,
		    p[PARAM_QUERY].w + (size_t)s->batch->item[first + k] * D,
		    D * sizeof(*e));
		memcpy(x + k * GH, p[PARAM_BIAS].w, GH * sizeof(*x));
	}
	if (s->dropout && s->dropout->embedding > 0) {
		real *mask = s->mask.p + first * D;

		dropout_mask(s->dropout, s->dropout->embedding, i, n * D, mask);
		vec_mul(n * D, e, e, mask);
	}
	/* Not BLAS, whose last bits depend on where a row stands: an example's
	 * embedding is to be the same in any company. */
	mm_nn(n, GH, D, e, D, p[PARAM_KERNEL].w, 1, x);
}

/* Block i of the batch's candidates, as params_fold() has them, and packed. */
static void
make_candidates(const struct step *s, size_t i)
{
	const struct params *net = s->net;
	const struct param *p = params_candidates(net);
	const size_t D = net->is.dim, E = params_columns(net),
		     first = i * WORKSPACE_BLOCK;
	const real t = (real)net->is.temperature;
	size_t n = size_min(WORKSPACE_BLOCK, s->batch->ncandidates - first), k;
	real *c = s->candidates.p + first * E;

	for (k = 0; k < n; k++) {
		const int32_t *at = s->batch->candidate + first + k;
		size_t id = (size_t)*at;

		if (k + VEC_AHEAD < n)
			vec_ask(D, p->w + (size_t)at[VEC_AHEAD] * D);
		memcpy(c + k * E, p->w + id * D, D * sizeof(*c));
		s->divisor.p[first + k] =
		    t * (net->is.normalize ? vec_unit(D, c + k * E) : 1);
		if (t != 1)
			vec_scale(
			    D, c + k * E, (real)(1 / net->is.temperature));
		if (E > D)
			c[k * E + D] = net->p[PARAM_ITEM_BIAS].w[id];
	}
	mm_pack(n, E, c, s->packed.p + first * E);
}

/* First the blocks of the input table, then those of the candidates. */
static void
prepare_task(void *ctx, size_t i, int thread)
{
	const struct step *s = ctx;
	size_t inputs = workspace_blocks(s->batch->nitems);

	(void)thread; /* the rows are its own */
	if (i < inputs)
		make_inputs(s, i);
	else
		make_candidates(s, i - inputs);
}

/* What is kept of a block of scores beside them: [rows] each. */
struct step_extra {
	real *own, *scale; /* see nn/loss.h */
	real *wanted;      /* what the wanted copy counts */
	real *scaled;      /* [rows,E] q times scale */
};

/*
 * From the scores' gradient, scale s [rows,ld], to those of the candidates,
 * added to dc [U,E], and of the queries, dq [rows,E]:
 *
 *   dc += s' scale q,   dq = scale s c
 *
 * and the wanted candidate's own part in both.
 */
static void
back_from_scores(const struct step *s, const int32_t *y, size_t rows,
    const real *scores, const struct step_extra *b, const real *q, real *dq,
    real *dc)
{
	const size_t E = params_columns(s->net), U = s->batch->ncandidates,
		     ld = workspace_ld(s);
	const real *c = s->candidates.p;
	size_t i, n;

	memcpy(b->scaled, q, rows * E * sizeof(*q));
	for (i = 0; i < rows; i++)
		vec_scale(E, b->scaled + i * E, b->scale[i]);
	for (i = 0; i < U; i += STRIP) {
		n = size_min(STRIP, U - i);
		mm_tn(n, E, rows, scores + i, ld, b->scaled, 1, dc + i * E);
		mm_nn(rows, E, n, scores + i, ld, c + i * E, i > 0, dq);
	}
	for (i = 0; i < rows; i++) {
		vec_scale(E, dq + i * E, b->scale[i]);
		vec_blend(E, dc + (size_t)y[i] * E, 1, q + i * E, b->own[i]);
		vec_blend(E, dq + i * E, 1, c + (size_t)y[i] * E, b->own[i]);
	}
}

/* The tile's queries q [Q,E] against the candidates; backward: dq [Q,E]. */
static void
score(struct step *s, const struct batch_tile *t, const real *q, real *dq,
    real *scratch, struct step_group *g)
{
	const struct batch *b = s->batch;
	const struct objective *o = s->objective;
	const size_t E = params_columns(s->net), ld = workspace_ld(s);
	const size_t most = workspace_score_rows(s);
	struct step_extra a = {.own = scratch + most * ld};
	real *extra;
	size_t i, k, rows;

	a.scale = a.own + most;
	a.wanted = a.scale + most;
	a.scaled = a.wanted + most;
	extra = a.scaled + most * E;
	for (i = 0; i < t->queries; i += rows) {
		const int32_t *y = b->column + t->query + i;

		rows = size_min(most, t->queries - i);
		for (k = 0; k < rows; k++)
			a.wanted[k] = b->wanted[y[k]];
		mm_scores(rows, b->ncandidates, E, q + i * E, s->packed.p,
		    scratch, ld);
		g->loss += loss_run(o->loss, o->options, rows, b->ncandidates,
		    ld, scratch, b->weight, a.wanted, y, a.own, a.scale, extra);
		if (s->backward)
			back_from_scores(s, y, rows, scratch, &a, q + i * E,
			    dq + i * E, g->candidate.p);
	}
}

/* Tile i of the batch, all the way. */
static void
run_tile(struct step *s, size_t i, real *scratch, struct step_group *g)
{
	const struct batch *b = s->batch;
	const struct batch_tile *t = &b->tile[i];
	const size_t E = params_columns(s->net);
	const struct tower w = {.net = s->net,
	    .batch = b,
	    .table = s->table.p,
	    .transposed = s->transposed,
	    .dropout = s->dropout};
	const struct tower_sums sums = {
	    .table = g->table.p, .g = g->g, .bias = g->bias};
	real *q = scratch + workspace_tower(s); /* [Q,E] */
	real *dq = q + workspace_queries(s);    /* [Q,E] */
	size_t k;

	tower_forward(&w, i, scratch, q);
	for (k = 0; k < t->queries && s->q; k++)
		memcpy(s->q + (size_t)b->to[t->query + k] * E, q + k * E,
		    E * sizeof(*q));
	if (!s->objective)
		return;
	score(s, t, q, dq, dq + workspace_queries(s), g);
	if (s->backward)
		tower_backward(&w, i, scratch, q, dq, &sums);
}

/* Tiles of group i, in order. */
static void
group_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const struct batch *b = s->batch;
	struct step_group *g = &s->group[i];
	size_t t;

	g->loss = 0;
	if (s->backward) {
		memset(g->candidate.p, 0,
		    b->ncandidates * params_columns(s->net) * sizeof(real));
		memset(g->table.p, 0,
		    b->nitems * workspace_gates(s) * sizeof(real));
		memset(g->dense, 0, s->ndense * sizeof(real));
		memset(g->bias, 0, s->nbias * sizeof(double));
	}
	for (t = i * b->ntiles / s->groups; t < (i + 1) * b->ntiles / s->groups;
	     t++)
		run_tile(s, t, s->scratch[thread].p, g);
}

/* to [cols,rows] = x' with x [rows,cols] */
static void
transpose(size_t rows, size_t cols, const real *x, real *to)
{
	size_t i, j;

	for (i = 0; i < rows; i++)
		for (j = 0; j < cols; j++)
			to[j * rows + i] = x[i * cols + j];
}

static void
transpose_all(const struct step *s)
{
	const struct param *p = s->net->p;
	size_t i;

	for (i = 0; i < PARAM_COUNT; i++)
		if (s->transposed[i])
			transpose(
			    p[i].rows, p[i].cols, p[i].w, s->transposed[i]);
}

/* Forward, and with backward to the groups' sums; *loss if not NULL. */
static int
run(struct step *s, const struct batch *b, double *loss, struct fail *f)
{
	size_t g;

	s->batch = b;
	s->groups = workspace_groups(s);
	if (workspace_room(s, f))
		return -1;
	if (s->backward)
		transpose_all(s);
	threads_for(workspace_blocks(b->nitems) +
			(s->objective ? workspace_blocks(b->ncandidates) : 0),
	    prepare_task, s);
	threads_for(s->groups, group_task, s);
	for (g = 0; g < s->groups && loss; g++)
		*loss += s->group[g].loss;
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

int
step_gradient(struct step *s, const struct batch *b, const struct objective *o,
    const struct dropout *drop, double *loss, struct gradient *d,
    struct fail *f)
{
	s->q = NULL;
	s->objective = o;
	s->dropout = drop;
	s->backward = 1;
	*loss = 0;
	if (run(s, b, loss, f))
		return -1;
	grads_reduce(s);
	*d = (struct gradient){
	    .query = s->query.p,
	    .candidate = s->group[0].candidate.p,
	    .dense = s->group[0].g,
	};
	return 0;
}
