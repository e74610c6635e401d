/*
 * objective - a tile's queries against the candidates: scores, loss, gradient.
 *
 * Each block of scores is computed, passed to the loss and turned into
 * gradients while it is in cache.  The matrix of all scores never exists.
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

/* The loss function and its options. */
struct objective {
	const struct loss *loss;
	const struct loss_options *options;
};

/* The candidates of the batch. */
struct objective_candidates {
	const struct batch *batch; /* has the candidates' weights and the
                                      queries' labels */
	size_t columns;            /* E */
	const real *c;             /* [U,E] */
	const real *packed;        /* the same, packed for mm_scores() */
};

/* Returns the size, in numbers, of the scratch memory for U candidates of E
 * columns. */
size_t objective_scratch(size_t candidates, size_t columns);

/*
 * Returns the summed loss of the queries q [n,E], which begin at query `first`
 * of the batch.  With g, stores the gradient of q in dq [n,E], and adds that of
 * the candidates to g's rows [U,E], or sets these if they are fresh.  g NULL:
 * the loss alone.
 */
double objective_run(const struct objective *,
    const struct objective_candidates *, size_t first, size_t n, const real *q,
    real *dq, struct grads *g, real *scratch);

#endif
