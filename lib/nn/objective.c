/* objective - scores, loss and gradient of a tile's queries. */
/* SPDX-License-Identifier: MIT */
#include "nn/objective.h"

#include <string.h>

#include "math/mm.h"
#include "math/vec.h"
#include "nn/batch.h"
#include "nn/grads.h"
#include "nn/loss.h"

/* Candidates per block of the gradient, so that they and their scores stay in
 * cache for both products; a multiple of math/mm's chains. */
#define STRIP 1024

/* Rows of a block of scores, a multiple of the matrix kernel's twelve.  Fewer
 * would keep the scores of many candidates in the second-level cache, but then
 * the candidates come from memory too often, which costs more. */
#define SCORE_ROWS 48

size_t
objective_scratch(size_t candidates, size_t columns)
{
	const size_t ld = mm_stride(candidates);

	return SCORE_ROWS * (ld + 3 + columns) + loss_scratch(ld);
}

/*
 * Takes the scores' gradient, scale s [rows,ld], to the candidates, added to dc
 * [U,E], and to the queries, dq [rows,E]:
 *
 *   dc += s' scale q,   dq = scale s c
 *
 * plus the label's own part in both.
 */
static void
back_from_scores(const struct objective_candidates *o,
    const struct loss_block *b, real *scaled, const real *q, real *dq,
    struct grads *g)
{
	const size_t E = o->columns, U = o->batch->ncandidates;
	real *dc = g->rows[GRADS_ITEM];
	size_t i, n;

	memcpy(scaled, q, b->rows * E * sizeof(*q));
	for (i = 0; i < b->rows; i++)
		vec_scale(E, scaled + i * E, b->scale[i]);
	for (i = 0; i < U; i += STRIP) {
		n = size_min(STRIP, U - i);
		mm_tn(n, E, b->rows, b->s + i, b->ld, scaled, !g->fresh,
		    dc + i * E);
		mm_nn(b->rows, E, n, b->s + i, b->ld, o->c + i * E, i > 0, dq);
	}
	g->fresh = 0;
	for (i = 0; i < b->rows; i++) {
		vec_scale(E, dq + i * E, b->scale[i]);
		vec_blend(E, dc + (size_t)b->y[i] * E, 1, q + i * E, b->own[i]);
		vec_blend(
		    E, dq + i * E, 1, o->c + (size_t)b->y[i] * E, b->own[i]);
	}
}

/* The items of the context of query i. */
static struct loss_masked
contexts_of(const struct batch *b, size_t i)
{
	const struct batch_context *c = &b->context[b->to[i]];

	return (struct loss_masked){c->item, c->n};
}

double
objective_run(const struct objective *o, const struct objective_candidates *c,
    size_t first, size_t n, const real *q, real *dq, struct grads *g,
    real *scratch)
{
	const size_t E = c->columns, ld = mm_stride(c->batch->ncandidates);
	const size_t most = SCORE_ROWS;
	real *wanted = scratch + most * ld; /* [most] the label's own part */
	real *scaled = wanted + 3 * most;   /* [most,E] q times scale */
	struct loss_block b = {.n = c->batch->ncandidates,
	    .ld = ld,
	    .s = scratch,
	    .w = c->batch->weight,
	    .v = wanted,
	    .own = wanted + most,
	    .scale = wanted + 2 * most,
	    .scratch = scaled + most * E};
	struct loss_masked masked[SCORE_ROWS];
	double loss = 0;
	size_t i, k;

	if (c->batch->masks) {
		b.masked = masked;
		b.column = c->batch->place_of;
	}
	for (i = 0; i < n; i += b.rows) {
		b.y = c->batch->column + first + i;
		b.counts = c->batch->counts + first + i;
		b.rows = size_min(most, n - i);
		for (k = 0; k < b.rows; k++)
			wanted[k] = c->batch->wanted[b.y[k]];
		for (k = 0; k < b.rows && c->batch->masks; k++)
			masked[k] = contexts_of(c->batch, first + i + k);
		mm_scores(b.rows, b.n, E, q + i * E, c->packed, b.s, ld);
		loss += loss_run(o->loss, o->options, &b);
		if (g)
			back_from_scores(
			    c, &b, scaled, q + i * E, dq + i * E, g);
	}
	return loss;
}
