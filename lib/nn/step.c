/* step - one mini-batch through both towers, forward and backward. */
/* SPDX-License-Identifier: MIT */
#include "nn/step.h"

#include <string.h>

#include "base/fail.h"
#include "base/par.h"
#include "math/blas.h"
#include "math/mm.h"
#include "math/vec.h"
#include "nn/batch.h"
#include "nn/cell.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/workspace.h"

#define BLOCK 128 /* rows of a table that are one task: whole panels */

struct step *
step_new(const struct net *net, struct fail *f)
{
	return workspace_new(net, f);
}

void
step_free(struct step *s)
{
	workspace_free(s);
}

static size_t
blocks(size_t rows)
{
	return (rows + BLOCK - 1) / BLOCK;
}

/* Block i of the input table: x^ = E W + b. */
static void
make_inputs(const struct step *s, size_t i)
{
	const struct param *p = s->net->p;
	const size_t D = s->net->dim, GH = workspace_gates(s),
		     first = i * BLOCK;
	size_t n = size_min(BLOCK, s->batch->nitems - first), k;
	real *e = s->embedded.p + first * D, *x = s->table.p + first * GH;

	for (k = 0; k < n; k++) {
		memcpy(e + k * D,
		    p[NET_QUERY].w + (size_t)s->batch->item[first + k] * D,
		    D * sizeof(*e));
		memcpy(x + k * GH, p[NET_BIAS].w, GH * sizeof(*x));
	}
	/* Not BLAS, whose last bits depend on where a row stands: an example's
	 * embedding is to be the same in any company. */
	mm_nn(n, GH, D, e, D, p[NET_KERNEL].w, 1, x);
}

/* Block i of the batch's candidates, as rows and packed. */
static void
make_candidates(const struct step *s, size_t i)
{
	const struct param *p = &s->net->p[NET_CANDIDATE];
	const size_t H = s->net->units, first = i * BLOCK;
	size_t n = size_min(BLOCK, s->batch->nlabels - first), k;
	real *c = s->candidates.p + first * H;

	for (k = 0; k < n; k++)
		memcpy(c + k * H, p->w + (size_t)s->batch->label[first + k] * H,
		    H * sizeof(*c));
	mm_pack(n, H, c, s->packed.p + first * H);
}

/* First the blocks of the input table, then those of the candidates. */
static void
prepare_task(void *ctx, size_t i, int thread)
{
	const struct step *s = ctx;
	size_t inputs = blocks(s->batch->nitems);

	(void)thread; /* the rows are its own */
	if (i < inputs)
		make_inputs(s, i);
	else
		make_candidates(s, i - inputs);
}

static struct cell_tile
cell_tile(struct step *s, size_t first, size_t rows, real *scratch, real *h,
    struct group *g)
{
	const struct batch *b = s->batch;
	const struct net *n = s->net;

	return (struct cell_tile){
	    .steps = b->steps,
	    .rows = rows,
	    .units = n->units,
	    .item = b->context + first * b->steps,
	    .length = n->mask_padding ? b->length + first : NULL,
	    .x = s->table.p,
	    .u = n->p[NET_RECURRENT].w,
	    .ut = s->transposed,
	    .c = n->p[NET_BIAS].w + workspace_gates(s),
	    .scratch = scratch,
	    .h = h,
	    .dx = g->table.p,
	    .du = g->recurrent,
	    .dc = g->bias + workspace_gates(s),
	};
}

/* to [cols] += a x */
static void
add_times(size_t cols, real a, const real *x, real *to)
{
	size_t i;

	for (i = 0; i < cols; i++)
		to[i] += a * x[i];
}

/*
 * From the scores' gradient s [rows,ld] to those of the candidates, added to
 * dc [U,H], and of the queries h [rows,H], which take their place:
 *
 *   dc += s' h,   dh = s c,   and the wanted candidate's own part in both
 */
static void
back_from_scores(const struct step *s, size_t first, size_t rows,
    const real *scores, const real *own, real *h, real *dc)
{
	const size_t H = s->net->units, U = s->batch->nlabels;
	const int32_t *y = s->batch->column + first;
	const real *c = s->candidates.p;
	size_t i;

	mm_tn(U, H, rows, scores, workspace_ld(s), h, 1, dc);
	for (i = 0; i < rows; i++)
		add_times(H, own[i], h + i * H, dc + (size_t)y[i] * H);
	mm_nn(rows, H, U, scores, workspace_ld(s), c, 0, h);
	for (i = 0; i < rows; i++)
		add_times(H, own[i], c + (size_t)y[i] * H, h + i * H);
}

/* Rows first .. of the batch, all the way. */
static void
run_tile(struct step *s, size_t first, real *scratch, struct group *g)
{
	const struct batch *b = s->batch;
	const size_t H = s->net->units, ld = workspace_ld(s);
	size_t rows = size_min(b->tile, b->n - first);
	real *h = scratch + workspace_cell(s); /* [rows,H] q, then dq */
	real *scores = h + workspace_state(s); /* [rows,ld] */
	real *own = scores + b->tile * ld;     /* [rows] */
	struct cell_tile t = cell_tile(s, first, rows, scratch, h, g);

	s->net->cell->forward(&t);
	if (s->q)
		memcpy(s->q + first * H, h, rows * H * sizeof(*h));
	if (!s->loss)
		return;
	mm_scores(rows, b->nlabels, H, h, s->packed.p, scores, ld);
	g->loss += s->loss->run(
	    rows, b->nlabels, ld, scores, b->weight, b->column + first, own);
	if (!s->backward)
		return;
	back_from_scores(s, first, rows, scores, own, h, g->candidate.p);
	s->net->cell->backward(&t);
}

/* Tiles of group i, in order. */
static void
group_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const struct batch *b = s->batch;
	struct group *g = &s->group[i];
	size_t tiles = (b->n + b->tile - 1) / b->tile, t;

	g->loss = 0;
	if (s->backward) {
		memset(g->candidate.p, 0,
		    b->nlabels * s->net->units * sizeof(real));
		memset(g->table.p, 0,
		    b->nitems * workspace_gates(s) * sizeof(real));
		memset(g->recurrent, 0,
		    s->net->units * workspace_gates(s) * sizeof(real));
		memset(g->bias, 0, 2 * workspace_gates(s) * sizeof(double));
	}
	for (t = i * tiles / s->groups; t < (i + 1) * tiles / s->groups; t++)
		run_tile(s, t * b->tile, s->scratch[thread].p, g);
}

/* Adds block i of the groups' candidate gradients to the first's. */
static void
sum_candidates(struct step *s, size_t i)
{
	const size_t H = s->net->units, first = i * BLOCK * H;
	size_t n = size_min(BLOCK * H, s->batch->nlabels * H - first), g;

	for (g = 1; g < s->groups; g++)
		vec_add(n, s->group[0].candidate.p + first,
		    s->group[g].candidate.p + first);
}

/* The same for the input table's, and then back through it: dE = dx^ W'. */
static void
sum_inputs(struct step *s, size_t i)
{
	const size_t D = s->net->dim, GH = workspace_gates(s),
		     first = i * BLOCK;
	size_t n = size_min(BLOCK, s->batch->nitems - first), g;
	real *dx = s->group[0].table.p + first * GH;

	for (g = 1; g < s->groups; g++)
		vec_add(n * GH, dx, s->group[g].table.p + first * GH);
	blas_nt(n, D, GH, dx, GH, s->net->p[NET_KERNEL].w, GH, 0,
	    s->query.p + first * D, D);
}

/* As prepare_task(). */
static void
sum_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	size_t inputs = blocks(s->batch->nitems);

	(void)thread; /* the rows are its own */
	if (i < inputs)
		sum_inputs(s, i);
	else
		sum_candidates(s, i - inputs);
}

/* Part i of the kernel's gradient, E' dx^, and of the input bias'. */
static void
kernel_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const size_t D = s->net->dim, GH = workspace_gates(s),
		     I = s->batch->nitems;
	size_t first = i * I / s->groups, end = (i + 1) * I / s->groups, k;
	const real *dx = s->group[0].table.p;
	struct group *g = &s->group[i];

	(void)thread; /* the sums are its own */
	memset(g->kernel, 0, D * GH * sizeof(real));
	if (first < end)
		blas_tn(D, GH, end - first, s->embedded.p + first * D, D,
		    dx + first * GH, GH, 0, g->kernel, GH);
	for (k = first; k < end; k++)
		vec_add_up(GH, g->bias, dx + k * GH);
}

static void
transpose(const struct step *s)
{
	const real *u = s->net->p[NET_RECURRENT].w;
	const size_t H = s->net->units, GH = workspace_gates(s);
	size_t i, j;

	for (i = 0; i < H; i++)
		for (j = 0; j < GH; j++)
			s->transposed[j * H + i] = u[i * GH + j];
}

/* Forward, and with backward to the groups' sums; *loss if not NULL. */
static int
run(struct step *s, const struct batch *b, double *loss, struct fail *f)
{
	size_t g;

	s->batch = b;
	if (workspace_room(s, f))
		return -1;
	transpose(s);
	par_for(blocks(b->nitems) + (s->loss ? blocks(b->nlabels) : 0),
	    prepare_task, s);
	par_for(s->groups, group_task, s);
	for (g = 0; g < s->groups && loss; g++)
		*loss += s->group[g].loss;
	return 0;
}

int
step_queries(struct step *s, const struct batch *b, real *q, struct fail *f)
{
	s->q = q;
	s->loss = NULL;
	s->backward = 0;
	return run(s, b, NULL, f);
}

int
step_loss(struct step *s, const struct batch *b, const struct loss *l,
    double *loss, struct fail *f)
{
	s->q = NULL;
	s->loss = l;
	s->backward = 0;
	*loss = 0;
	return run(s, b, loss, f);
}

int
step_gradient(struct step *s, const struct batch *b, const struct loss *l,
    double *loss, struct gradient *d, struct fail *f)
{
	const size_t GH = workspace_gates(s);
	struct group *sum = &s->group[0];
	size_t g, i;

	s->q = NULL;
	s->loss = l;
	s->backward = 1;
	*loss = 0;
	if (run(s, b, loss, f))
		return -1;
	par_for(blocks(b->nitems) + blocks(b->nlabels), sum_task, s);
	par_for(s->groups, kernel_task, s);
	for (g = 1; g < s->groups; g++) {
		vec_add((s->net->dim + s->net->units) * GH, sum->kernel,
		    s->group[g].kernel);
		for (i = 0; i < 2 * GH; i++)
			sum->bias[i] += s->group[g].bias[i];
	}
	for (i = 0; i < 2 * GH; i++)
		s->bias[i] = (real)sum->bias[i];
	*d = (struct gradient){
	    .query = s->query.p,
	    .candidate = sum->candidate.p,
	    .kernel = sum->kernel,
	    .recurrent = sum->recurrent,
	    .bias = s->bias,
	};
	return 0;
}
