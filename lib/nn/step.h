/*
 * step - one mini-batch through both towers, forward and backward.
 *
 * A tile of sequences goes all the way while its numbers are in cache: states
 * of the cells, scores of its queries against the batch's candidates, the loss
 * and its gradient, and back to the input table; the Q x U matrix never exists.
 * Tiles belong to a fixed number of groups, each with sums of its own, and
 * groups are added in order: so the numbers do not depend on how many threads
 * there are.
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
struct loss;
struct loss_options;
struct params;
struct optimizer;
struct optimizer_options;
struct step;

/* What is to become small. */
struct objective {
	const struct loss *loss;
	const struct loss_options *options;
};

/* Gradients of the summed loss; they point into the step, until the next. */
struct gradient {
	real *query;     /* [I,D] for the rows batch.item */
	real *candidate; /* [U,E] for the rows batch.candidate: of the
			    embedding, and of the bias if there is one */
	real **dense;    /* [PARAM_COUNT] for what is no table */
};

/* Memory for steps of net, which must outlive it.  NULL without memory. */
struct step *step_new(const struct params *, struct fail *);
void step_free(struct step *); /* NULL is fine */

/* The loss summed over the batch, in nats, and its gradient; dropout may be
 * NULL.  -1 without memory. */
int step_gradient(struct step *, const struct batch *, const struct objective *,
    const struct dropout *, double *loss, struct gradient *, struct fail *);

/* Only the loss, and if q is not NULL the query embeddings q [Q,E] too. */
int step_loss(struct step *, const struct batch *, const struct objective *,
    double *loss, real *q, struct fail *);

/* Only the query embeddings q [Q,E], to be scored with rows of params_fold(). */
int step_queries(struct step *, const struct batch *, real *q, struct fail *);

/* How a step changes the net. */
struct step_change {
	const struct optimizer *optim;
	const struct optimizer_options *options; /* settled */
	double rate;                             /* of this step */
	uint64_t t;                              /* the step, from 1 */
	double scale; /* of the summed gradient: 1 / examples for a mean */
	double clip;  /* greatest length of the scaled gradient; 0: any */
	int every;    /* rows without a gradient change too */
};

/* Changes net by the gradient of batch, which may be overwritten; batch.place
 * is made use of.  -1 without memory. */
int step_update(struct step *, struct params *, struct batch *,
    struct gradient *, const struct step_change *, struct fail *);

#endif
