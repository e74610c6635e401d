/*
 * step - one mini-batch through both towers, forward and backward.
 *
 * A tile of sequences goes all the way while its numbers are in cache: layer
 * outputs, scores against the candidates of the batch, the loss and its
 * gradient, and back to the rows that were looked up.  Rows that all tiles
 * share are computed before the tiles, and their gradients after them
 * (nn/lookups).  The tiles' gradients are added along a tree whose shape
 * follows from the data alone (nn/tree), so the number of threads changes no
 * bit.
 *
 * Letters: Q queries, U candidates, I different items, D embedding size, E
 * columns of scored rows.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_STEP_H
#define NN_STEP_H

#include "base/base.h"

struct batch;
struct dropout;
struct gradient;
struct net;
struct objective;
struct step;

/* Allocates memory for steps of net, which must outlive it.  shared: all ranks
 * take the same steps, each with a part of the batch's tiles; then only
 * step_gradient() may be called.  Returns NULL if memory runs out. */
struct step *step_new(const struct net *, int shared, struct fail *);
void step_free(struct step *); /* NULL is allowed */

/* Computes the loss summed over the batch, in nats, and its gradient.  dropout
 * may be NULL.  Returns -1 if memory runs out. */
int step_gradient(struct step *, const struct batch *, const struct objective *,
    const struct dropout *, double *loss, struct gradient *, struct fail *);

/* Computes the loss alone and, unless q is NULL, the query embeddings q
 * [Q,E]. */
int step_loss(struct step *, const struct batch *, const struct objective *,
    double *loss, real *q, struct fail *);

/* Returns the number of leaves of the last batch: the most threads that it can
 * keep busy. */
size_t step_leaves(const struct step *);

/* Computes the query embeddings q [Q,E] alone, to be scored with net_fold()
 * rows. */
int step_queries(struct step *, const struct batch *, real *q, struct fail *);

#endif
