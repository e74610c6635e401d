/*
 * step - one mini-batch through both towers, forward and backward.
 *
 * A tile of sequences goes all the way while its numbers are in cache: outputs
 * of the layers, scores of its queries against the batch's candidates, the loss
 * and its gradient, and back to what was looked up.  What all tiles share is
 * made before them, and taken back after them (nn/lookups).  Their gradients are
 * added along a tree whose shape follows from the data alone (nn/tree): so no
 * number depends on how many threads there are.
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

/* Memory for steps of net, which must outlive it.  shared: all ranks take the same
 * steps, each a part of the batch's tiles; then step_gradient() alone is called.
 * NULL without memory. */
struct step *step_new(const struct net *, int shared, struct fail *);
void step_free(struct step *); /* NULL is fine */

/* The loss summed over the batch, in nats, and its gradient; dropout may be
 * NULL.  -1 without memory. */
int step_gradient(struct step *, const struct batch *, const struct objective *,
    const struct dropout *, double *loss, struct gradient *, struct fail *);

/* Only the loss, and if q is not NULL the query embeddings q [Q,E] too. */
int step_loss(struct step *, const struct batch *, const struct objective *,
    double *loss, real *q, struct fail *);

/* The leaves of the last batch: more threads find no more to do. */
size_t step_leaves(const struct step *);

/* Only the query embeddings q [Q,E], to be scored with rows of net_fold(). */
int step_queries(struct step *, const struct batch *, real *q, struct fail *);

#endif
