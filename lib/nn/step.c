/* step - one mini-batch through both towers, forward and backward. */
/* SPDX-License-Identifier: MIT */
#include "nn/step.h"

#include <stdlib.h>
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
#include "nn/optim.h"

#define GROUPS 8  /* of tiles; more threads than this find no more to do */
#define BLOCK 128 /* rows of a table that are one task */

/* Memory that grows to what a batch needs and is then kept. */
struct space {
	real *p;
	size_t n;
};

/* The sums of a group of tiles. */
struct group {
	struct space candidate; /* [U,H] */
	struct space table;     /* [I,GH] */
	real *kernel;           /* [D,GH] */
	real *recurrent;        /* [H,GH] */
	real *bias;             /* [2,GH] */
	double loss;
};

struct step {
	const struct net *net;
	struct space embedded;   /* [I,D] the query rows of the batch's items */
	struct space table;      /* [I,GH] those times the kernel, + bias */
	struct space candidates; /* [U,H] the rows of the batch's labels */
	struct space packed;     /* the same for mm_scores() */
	struct space query;      /* [I,D] gradient */
	struct space *scratch;   /* [threads] a tile's */
	int threads;
	real *transposed; /* [GH,H] of the recurrent kernel */
	struct group group[GROUPS];

	/* The batch under way. */
	const struct batch *batch;
	const struct loss *loss; /* NULL: none asked */
	int backward;
	real *q; /* [B,H] or NULL: where query embeddings go */
};

static int
need(struct space *s, size_t n, struct fail *f)
{
	if (n <= s->n)
		return 0;
	free(s->p);
	s->n = 0;
	s->p = n <= SIZE_MAX / 2 / sizeof(real)
	           ? aligned_alloc(64, (n * sizeof(real) + 63) / 64 * 64)
	           : NULL;
	if (!s->p)
		return fail_memory(f);
	s->n = n;
	return 0;
}

static size_t
gates(const struct step *s)
{
	return s->net->cell->gates * s->net->units;
}

struct step *
step_new(const struct net *net, struct fail *f)
{
	struct step *s = calloc(1, sizeof(*s));
	size_t g, size;

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->net = net;
	s->threads = par_threads();
	s->scratch = calloc((size_t)s->threads, sizeof(*s->scratch));
	s->transposed = malloc(gates(s) * net->units * sizeof(real));
	size = (net->dim + net->units + 2) * gates(s);
	for (g = 0; g < GROUPS; g++)
		s->group[g].kernel = malloc(size * sizeof(real));
	for (g = 0; g < GROUPS && s->group[g].kernel; g++) {
		s->group[g].recurrent =
		    s->group[g].kernel + net->dim * gates(s);
		s->group[g].bias =
		    s->group[g].recurrent + net->units * gates(s);
	}
	if (!s->scratch || !s->transposed || g < GROUPS) {
		(void)fail_memory(f);
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
	free(s->embedded.p);
	free(s->table.p);
	free(s->candidates.p);
	free(s->packed.p);
	free(s->query.p);
	for (i = 0; i < s->threads && s->scratch; i++)
		free(s->scratch[i].p);
	free(s->scratch);
	free(s->transposed);
	for (i = 0; i < GROUPS; i++) {
		free(s->group[i].candidate.p);
		free(s->group[i].table.p);
		free(s->group[i].kernel);
	}
	free(s);
}

/* How far apart the rows of a tile's scores stand. */
static size_t
score_ld(const struct batch *b)
{
	return mm_packed(b->nlabels, 1);
}

static size_t
cell_numbers(const struct step *s)
{
	const struct net *n = s->net;

	return (n->cell->scratch(s->batch->steps, s->batch->tile, n->units) +
		   15) /
	       16 * 16;
}

static int
make_room(struct step *s, struct fail *f)
{
	const struct batch *b = s->batch;
	const size_t H = s->net->units;
	size_t g, one;
	int i;

	one = cell_numbers(s) + b->tile * (H + 16 + score_ld(b));
	for (i = 0; i < s->threads; i++) {
		if (need(&s->scratch[i], one, f))
			return -1;
	}
	if (need(&s->embedded, b->nitems * s->net->dim, f) ||
	    need(&s->table, b->nitems * gates(s), f) ||
	    need(&s->candidates, b->nlabels * H, f) ||
	    need(&s->packed, mm_packed(b->nlabels, H), f))
		return -1;
	if (!s->backward)
		return 0;
	if (need(&s->query, b->nitems * s->net->dim, f))
		return -1;
	for (g = 0; g < GROUPS; g++) {
		if (need(&s->group[g].candidate, b->nlabels * H, f) ||
		    need(&s->group[g].table, b->nitems * gates(s), f))
			return -1;
	}
	return 0;
}

/* Rows first .. of the input table: x^ = E W + b. */
static void
input_task(void *ctx, size_t i, int thread)
{
	const struct step *s = ctx;
	const struct param *p = s->net->p;
	const size_t D = s->net->dim, GH = gates(s), first = i * BLOCK;
	size_t n = size_min(BLOCK, s->batch->nitems - first), k;
	real *e = s->embedded.p + first * D, *x = s->table.p + first * GH;

	(void)thread; /* the rows are its own */
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

/* A panel of the batch's candidates, as rows and packed. */
static void
candidate_task(void *ctx, size_t i, int thread)
{
	const struct step *s = ctx;
	const struct param *p = &s->net->p[NET_CANDIDATE];
	const size_t H = s->net->units, first = i * MM_PANEL;
	size_t n = size_min(MM_PANEL, s->batch->nlabels - first), k;
	real *c = s->candidates.p + first * H;

	(void)thread; /* the panel is its own */
	for (k = 0; k < n; k++)
		memcpy(c + k * H, p->w + (size_t)s->batch->label[first + k] * H,
		    H * sizeof(*c));
	mm_pack(n, H, c, s->packed.p + first * H);
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
	    .c = n->p[NET_BIAS].w + gates(s),
	    .scratch = scratch,
	    .h = h,
	    .dx = g->table.p,
	    .du = g->recurrent,
	    .dc = g->bias + gates(s),
	};
}

/* Rows first .. of the batch, all the way. */
static void
run_tile(struct step *s, size_t first, real *scratch, struct group *g)
{
	const struct batch *b = s->batch;
	const size_t H = s->net->units, U = b->nlabels, ld = score_ld(b);
	size_t rows = size_min(b->tile, b->n - first);
	real *h = scratch + cell_numbers(s); /* [rows,H] q, then dq */
	real *scores = h + (b->tile * H + 15) / 16 * 16; /* [rows,ld] */
	struct cell_tile t = cell_tile(s, first, rows, scratch, h, g);

	s->net->cell->forward(&t);
	if (s->q)
		memcpy(s->q + first * H, h, rows * H * sizeof(*h));
	if (!s->loss)
		return;
	mm_scores(rows, U, H, h, s->packed.p, scores, ld);
	g->loss +=
	    s->loss->run(rows, U, ld, scores, b->weight, b->column + first);
	if (!s->backward)
		return;
	mm_tn(U, H, rows, scores, ld, h, 1, g->candidate.p);
	mm_nn(rows, H, U, scores, ld, s->candidates.p, 0, h);
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
		memset(g->table.p, 0, b->nitems * gates(s) * sizeof(real));
		memset(g->recurrent, 0,
		    (s->net->units + 2) * gates(s) * sizeof(real));
	}
	for (t = i * tiles / GROUPS; t < (i + 1) * tiles / GROUPS; t++)
		run_tile(s, t * b->tile, s->scratch[thread].p, g);
}

/* Adds rows first .. of the groups' candidate gradients to the first's. */
static void
sum_candidates_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const size_t H = s->net->units, first = i * BLOCK * H;
	size_t n = size_min(BLOCK * H, s->batch->nlabels * H - first), g;

	(void)thread; /* the rows are its own */
	for (g = 1; g < GROUPS; g++)
		vec_add(n, s->group[0].candidate.p + first,
		    s->group[g].candidate.p + first);
}

/* The same for the input table's, and then back through it: dE = dx^ W'. */
static void
sum_table_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const size_t D = s->net->dim, GH = gates(s), first = i * BLOCK;
	size_t n = size_min(BLOCK, s->batch->nitems - first), g;
	real *dx = s->group[0].table.p + first * GH;

	(void)thread; /* the rows are its own */
	for (g = 1; g < GROUPS; g++)
		vec_add(n * GH, dx, s->group[g].table.p + first * GH);
	blas_nt(n, D, GH, dx, GH, s->net->p[NET_KERNEL].w, GH, 0,
	    s->query.p + first * D, D);
}

/* Part i of the kernel's gradient, E' dx^, and of the input bias'. */
static void
kernel_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const size_t D = s->net->dim, GH = gates(s), I = s->batch->nitems;
	size_t first = i * I / GROUPS, end = (i + 1) * I / GROUPS, k;
	const real *dx = s->group[0].table.p;
	struct group *g = &s->group[i];

	(void)thread; /* the sums are its own */
	memset(g->kernel, 0, D * GH * sizeof(real));
	if (first < end)
		blas_tn(D, GH, end - first, s->embedded.p + first * D, D,
		    dx + first * GH, GH, 0, g->kernel, GH);
	for (k = first; k < end; k++)
		vec_add(GH, g->bias, dx + k * GH);
}

static size_t
blocks(size_t rows)
{
	return (rows + BLOCK - 1) / BLOCK;
}

static void
transpose(const struct step *s)
{
	const real *u = s->net->p[NET_RECURRENT].w;
	const size_t H = s->net->units, GH = gates(s);
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
	if (make_room(s, f))
		return -1;
	transpose(s);
	par_for(blocks(b->nitems), input_task, s);
	if (s->loss)
		par_for(
		    (b->nlabels + MM_PANEL - 1) / MM_PANEL, candidate_task, s);
	par_for(GROUPS, group_task, s);
	for (g = 0; g < GROUPS && loss; g++)
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
	const size_t GH = gates(s);
	struct group *sum = &s->group[0];
	size_t g;

	s->q = NULL;
	s->loss = l;
	s->backward = 1;
	*loss = 0;
	if (run(s, b, loss, f))
		return -1;
	par_for(blocks(b->nlabels), sum_candidates_task, s);
	par_for(blocks(b->nitems), sum_table_task, s);
	par_for(GROUPS, kernel_task, s);
	/* kernel, recurrent and bias stand one after the other. */
	for (g = 1; g < GROUPS; g++)
		vec_add((s->net->dim + s->net->units + 2) * GH, sum->kernel,
		    s->group[g].kernel);
	*d = (struct gradient){
	    .query = s->query.p,
	    .candidate = sum->candidate.p,
	    .kernel = sum->kernel,
	    .recurrent = sum->recurrent,
	    .bias = sum->bias,
	};
	return 0;
}

static void
update_rows(struct param *p, const int32_t *rows, size_t n, const real *g,
    const struct optim *o, real rate)
{
	size_t i;

	for (i = 0; i < n; i++) {
		size_t at = (size_t)rows[i] * p->cols;

		o->update(
		    p->cols, p->w + at, p->acc + at, g + i * p->cols, rate);
	}
}

static void
update_all(struct param *p, const real *g, const struct optim *o, real rate)
{
	o->update(p->rows * p->cols, p->w, p->acc, g, rate);
}

void
step_update(struct net *n, const struct batch *b, const struct gradient *d,
    const struct optim *o, real rate)
{
	update_rows(&n->p[NET_QUERY], b->item, b->nitems, d->query, o, rate);
	update_rows(
	    &n->p[NET_CANDIDATE], b->label, b->nlabels, d->candidate, o, rate);
	update_all(&n->p[NET_KERNEL], d->kernel, o, rate);
	update_all(&n->p[NET_RECURRENT], d->recurrent, o, rate);
	update_all(&n->p[NET_BIAS], d->bias, o, rate);
}
