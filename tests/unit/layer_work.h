/*
 * layer_work - a layer with random weights over a random tile, and the memory
 * of its passes.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LAYER_WORK_H
#define LAYER_WORK_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "nn/grads.h"
#include "nn/layer.h"
#include "nn/params.h"
#include "nn/tower.h"

#define STEPS 12 /* largest size */
#define ROWS 20
#define UNITS 9
#define WIDEST (4 * UNITS) /* of an input */
#define STATES 2
#define EVENTS (STEPS * ROWS)

static struct rng rng;
static struct fail f;

struct layer_problem {
	size_t steps, rows, units;
	int ragged, start, at;
	enum layer_norm norm;
};

/* A layer over a tile, and the memory of its passes. */
struct layer_work {
	struct tower tower;
	struct params params;
	struct grads grads;
	struct layer_tile tile;
	struct layer_pass pass;
	size_t inputs; /* rows of x */
	real *transposed[PARAMS_MOST];
	int32_t active[STEPS], at[EVENTS], length[ROWS];
	double x[EVENTS * WIDEST], dx[EVENTS * WIDEST];
	double start[STATES * ROWS * UNITS];
	double y[EVENTS * UNITS], dy[EVENTS * UNITS];
	double a[EVENTS * UNITS]; /* the linear function */
};

static void
fill(size_t n, double *x)
{
	size_t i;

	for (i = 0; i < n; i++)
		x[i] = 0.7 * rng_normal(&rng);
}

/* The lengths of the sequences, longest first, and what follows of them.  The
 * first has all steps, since the last step has a row. */
static void
fill_lengths(struct layer_work *w, const struct layer_problem *p)
{
	size_t b, k, most = p->steps;

	w->tile = (struct layer_tile){p->steps, 0, w->active};
	memset(w->active, 0, sizeof(w->active));
	for (b = 0; b < p->rows; b++) {
		if (b && p->ragged && rng_below(&rng, 2))
			most = 1 + (size_t)rng_below(&rng, most);
		w->length[b] = (int32_t)most;
		for (k = 0; k < most; k++)
			w->active[k]++;
		w->tile.events += most;
	}
}

/* The parameters, their transposes, and room for their gradients. */
static void
fill_params(struct layer_work *w, const struct layer_kind *kind,
    const struct layer_problem *p)
{
	const struct layer_options o = {.width = p->units,
	    .heads = p->units % 2 ? 1 : 2,
	    .positions = STEPS,
	    .placed = 1,
	    .norm = p->norm};
	struct params *n = &w->params;
	struct grads_shape is;
	size_t i, j, k;

	w->tower.width = p->units;
	if (kind->declare(&w->tower, n, "l", &o, &f) || params_alloc(n, 0, &f))
		abort();
	is = grads_of(n);
	if (grads_begin(&w->grads, &is, &f))
		abort();
	fill(n->size, n->block);
	for (i = 0; i < n->n; i++) {
		const struct param *q = &n->p[i];

		w->transposed[i] = malloc(q->rows * q->cols * sizeof(real));
		if (!w->transposed[i])
			abort();
		for (j = 0; j < q->rows; j++)
			for (k = 0; k < q->cols; k++)
				w->transposed[i][k * q->rows + j] =
				    q->w[j * q->cols + k];
	}
}

/* What a layer keeps: memory of just the size asked for, full of what no sum
 * survives. */
static void
new_keep(struct layer_pass *p)
{
	size_t n = 0, i;

	if (p->layer->kind->keeps)
		n = p->layer->kind->keeps(p->layer, p->tile, p->n);

	free(p->keep);
	p->keep = malloc((n + !n) * sizeof(double));
	if (!p->keep)
		abort();
	for (i = 0; i < n; i++)
		p->keep[i] = (double)NAN;
}

static void
fill_work(struct layer_work *w, const struct layer_kind *kind,
    const struct layer_problem *p)
{
	size_t i;

	*w = (struct layer_work){0};
	fill_lengths(w, p);
	fill_params(w, kind, p);
	w->inputs = p->at ? 1 + w->tile.events / 2 : w->tile.events;
	for (i = 0; i < w->tile.events; i++)
		w->at[i] = (int32_t)rng_below(&rng, w->inputs);
	fill(COUNTOF(w->x), w->x);
	fill(COUNTOF(w->start), w->start);
	fill(COUNTOF(w->a), w->a);
	w->pass = (struct layer_pass){
	    .layer = &w->tower.layer[w->tower.n - 1],
	    .params = &w->params,
	    .transposed = w->transposed,
	    .tile = &w->tile,
	    .n = w->tile.events,
	    .x = w->x,
	    .at = p->at ? w->at : NULL,
	    .y = w->y,
	    .start = p->start ? w->start : NULL,
	    .dy = w->dy,
	    .dx = w->dx,
	    .grads = &w->grads,
	};
	new_keep(&w->pass);
}

static void
free_work(struct layer_work *w)
{
	size_t i;

	for (i = 0; i < w->params.n; i++)
		free(w->transposed[i]);
	free(w->pass.keep);
	grads_free(&w->grads);
	params_free(&w->params);
	tower_free(&w->tower);
}

#endif
