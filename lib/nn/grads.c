/* sum - the groups' gradients added up. */
/* SPDX-License-Identifier: MIT */
#include "nn/grads.h"

#include <string.h>

#include "base/threads.h"
#include "math/mm.h"
#include "math/vec.h"
#include "nn/batch.h"
#include "nn/cell.h"
#include "nn/dropout.h"
#include "nn/params.h"
#include "nn/workspace.h"

/*
 * Adds block i of the groups' candidate gradients to the first's, and goes back
 * through length and temperature: of r = c / (t |c|),
 *
 *   dc = (dr - t^2 (dr . r) r) / (t |c|)
 */
static void
sum_candidates(struct step *s, size_t i)
{
	const size_t E = params_columns(s->net), D = s->net->is.dim,
		     first = i * WORKSPACE_BLOCK;
	const real t = (real)s->net->is.temperature;
	const int normalize = s->net->is.normalize;
	size_t n = size_min(WORKSPACE_BLOCK, s->batch->ncandidates - first), g,
	       k, j;
	real *d = s->group[0].candidate.p + first * E;
	const real *r = s->candidates.p + first * E;

	for (g = 1; g < s->groups; g++)
		vec_add(n * E, d, s->group[g].candidate.p + first * E);
	for (k = 0; k < n && (normalize || t != 1); k++, d += E, r += E) {
		real divisor = s->divisor.p[first + k], inner = 0;

		for (j = 0; j < D && normalize; j++)
			inner += d[j] * r[j];
		vec_blend(D, d, 1, r, -inner * t * t);
		vec_scale(D, d, divisor > 0 ? 1 / divisor : 0);
	}
}

/* The same for the input table's, and then back through it: dE = dx^ W'. */
static void
sum_inputs(struct step *s, size_t i)
{
	const size_t D = s->net->is.dim, GH = workspace_gates(s),
		     first = i * WORKSPACE_BLOCK;
	size_t n = size_min(WORKSPACE_BLOCK, s->batch->nitems - first), g;
	real *dx = s->group[0].table.p + first * GH;
	real *de = s->query.p + first * D;

	for (g = 1; g < s->groups; g++)
		vec_add(n * GH, dx, s->group[g].table.p + first * GH);
	mm_nn(n, D, GH, dx, GH, s->transposed[PARAM_KERNEL], 0, de);
	if (s->dropout && s->dropout->embedding > 0)
		vec_mul(n * D, de, de, s->mask.p + first * D);
}

/* As prepare_task(). */
static void
sum_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	size_t inputs = workspace_blocks(s->batch->nitems);

	(void)thread; /* the rows are its own */
	if (i < inputs)
		sum_inputs(s, i);
	else
		sum_candidates(s, i - inputs);
}

/* Part i of the first kernel's gradient, E' dx^, and of its input bias'. */
static void
kernel_task(void *ctx, size_t i, int thread)
{
	struct step *s = ctx;
	const size_t D = s->net->is.dim, GH = workspace_gates(s),
		     I = s->batch->nitems, groups = s->groups;
	size_t first = i * I / groups, end = (i + 1) * I / groups, k;
	const real *dx = s->group[0].table.p;
	struct step_group *g = &s->group[i];

	(void)thread; /* the sums are its own */
	if (first < end)
		mm_tn(D, GH, end - first, s->embedded.p + first * D, D,
		    dx + first * GH, 0, g->g[PARAM_KERNEL]);
	for (k = first; k < end; k++)
		vec_add_up(GH, g->bias, dx + k * GH);
}

/* The double sums of the biases into their places among the dense. */
static void
place_biases(const struct step *s)
{
	const size_t GH = workspace_gates(s), L = s->net->is.layers;
	const struct step_group *g = &s->group[0];
	size_t l, i;

	for (l = 0; l < L; l++)
		for (i = 0; i < s->net->is.cell->biases * GH; i++)
			g->g[PARAM_BIAS + 3 * l][i] =
			    (real)g->bias[2 * l * GH + i];
	for (i = 0; i < s->net->is.dim && g->g[PARAM_PROJECTION_BIAS]; i++)
		g->g[PARAM_PROJECTION_BIAS][i] = (real)g->bias[2 * L * GH + i];
}

void
grads_reduce(struct step *s)
{
	const struct batch *b = s->batch;
	size_t g, i;

	threads_for(
	    workspace_blocks(b->nitems) + workspace_blocks(b->ncandidates),
	    sum_task, s);
	threads_for(s->groups, kernel_task, s);
	for (g = 1; g < s->groups; g++) {
		vec_add(s->ndense, s->group[0].dense, s->group[g].dense);
		for (i = 0; i < s->nbias; i++)
			s->group[0].bias[i] += s->group[g].bias[i];
	}
	place_biases(s);
}
