/*
 * apply - changes a net's parameters by the gradient of a step.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_APPLY_H
#define NN_APPLY_H

#include "base/base.h"

struct apply;
struct gradient;
struct optimizer;
struct optimizer_options;
struct params;

/* How a step changes the parameters. */
struct apply_change {
	const struct optimizer *optim;
	const struct optimizer_options *options; /* with defaults filled in */
	double rate;                             /* of this step */
	uint64_t t;                              /* the step, from 1 */
	double scale;     /* factor of the summed gradient: 1 / examples for a
                             mean */
	double clip;      /* greatest norm of the scaled gradient; 0: no
                             limit */
	double clip_each; /* greatest norm of each parameter's gradient, after
                             clip; 0: no limit */
	int every;        /* also change rows without a gradient */
};

/* Allocates memory for changing these parameters, which must outlive it.
 * Returns NULL if memory runs out. */
struct apply *apply_new(struct params *, struct fail *);
void apply_free(struct apply *); /* NULL is allowed */

/* Changes the parameters by the gradient and may overwrite it.  Returns -1 if
 * memory runs out. */
int apply_gradient(struct apply *, struct gradient *,
    const struct apply_change *, struct fail *);

#endif
