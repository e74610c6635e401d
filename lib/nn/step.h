/*
 * step - one mini-batch through both towers, forward and backward.
 *
 * The batch is cut into tiles of rows.  A tile goes all the way while its
 * numbers are in cache: states of the cell, scores against the batch's
 * different labels, the loss and its gradient, and back to the input table; the
 * B x U matrix never exists.  Tiles belong to a fixed number of groups, each
 * with sums of its own, and groups are added in order: so the numbers do not
 * depend on how many threads there are.
 *
 * Letters: B examples, U different labels, I different context items, D
 * embedding size, H units, G gates.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_STEP_H
#define NN_STEP_H

#include "base/base.h"

struct batch;
struct loss;
struct net;
struct optim;
struct step;

/* Gradients of the summed loss; they point into the step, until the next. */
struct gradient {
	const real *query;     /* [I,D] for the rows batch.item */
	const real *candidate; /* [U,H] for the rows batch.label */
	const real *kernel;    /* [D,GH] */
	const real *recurrent; /* [H,GH] */
	const real *bias;      /* [2,GH] */
};

/* Memory for steps of net, which must outlive it.  NULL without memory. */
struct step *step_new(const struct net *, struct fail *);
void step_free(struct step *); /* NULL is fine */

/* The loss summed over the batch, in nats, and its gradient.  -1 without
 * memory. */
int step_gradient(struct step *, const struct batch *, const struct loss *,
    double *loss, struct gradient *, struct fail *);

/* Only the loss. */
int step_loss(struct step *, const struct batch *, const struct loss *,
    double *loss, struct fail *);

/* Only the query embeddings q [B,H]. */
int step_queries(struct step *, const struct batch *, real *q, struct fail *);

/* Changes net by the gradient of batch. */
void step_update(struct net *, const struct batch *, const struct gradient *,
    const struct optim *, real rate);

#endif
