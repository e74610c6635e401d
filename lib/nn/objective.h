/*
 * objective - a tile's queries against the candidates: scores, loss, gradient.
 *
 * A block of scores is made, judged by the loss and turned into gradients while
 * it is in cache; the matrix of all scores never exists.
 *
 * Letters: Q queries of a tile, U candidates, E columns of scored rows.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_OBJECTIVE_H
#define NN_OBJECTIVE_H

#include "base/base.h"

struct batch;
struct grads;
struct loss;
struct loss_options;

/* What is to become small. */
struct objective {
	const struct loss *loss;
	const struct loss_options *options;
};

/* The candidates of the batch under way. */
struct objective_candidates {
	const struct batch *batch; /* their weights, and what queries want */
	size_t columns;            /* E */
	const real *c;             /* [U,E] */
	const real *packed;        /* the same for mm_scores() */
};

/* Numbers of scratch memory for U candidates of E columns. */
size_t objective_scratch(size_t candidates, size_t columns);

/*
 * The summed loss of the queries q [n,E], which are the batch's from `first` on.
 * g NULL: no more; else dq [n,E] gets their gradient, and that of the candidates
 * is added to g's rows of them [U,E], or written, if these are fresh.
 */
double objective_run(const struct objective *,
    const struct objective_candidates *, size_t first, size_t n, const real *q,
    real *dq, struct grads *g, real *scratch);

#endif
