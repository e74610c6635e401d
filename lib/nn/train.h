/*
 * train - epochs over the training data: the steps, the validation, and the
 * choice of the best epoch.
 *
 * The state of training is a count of steps and little else (nn/run).  Order,
 * negatives and dropout follow from the seed, so a resumed run continues
 * exactly.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TRAIN_H
#define NN_TRAIN_H

#include "base/base.h"

struct sampler_options;
struct dropout;
struct loader_data;
struct loader_options;
struct objective;
struct optimizer;
struct optimizer_options;
struct run;
struct schedule;
struct validate_options;
struct validation;

struct train_options {
	size_t epochs;
	const struct loader_options *feed;
	const struct sampler_options *sampler;
	const struct objective *objective;
	const struct optimizer *optim;
	const struct optimizer_options *optim_options; /* with defaults filled
                                                          in */
	const struct schedule *schedule;
	double clip;      /* greatest norm of a gradient; 0: no limit */
	double clip_each; /* the same for each parameter's gradient */
	int mean;         /* gradients are means over a full batch, not sums */
	int lazy;         /* rows without a gradient do not change */
	const struct dropout *dropout; /* its member step is ignored */
	uint64_t seed;

	const struct validate_options *validate;
	size_t patience; /* training stops after this many epochs without a
                            better one; 0: never */
};

/* One step, as reported to the caller. */
struct train_event {
	size_t epoch, step; /* from 1; step within the epoch */
	size_t steps;       /* in an epoch */
	size_t examples;    /* predictions in the batch */
	size_t leaves; /* of the batch: the most threads it can keep busy, see
                          nn/tree */
	double loss;   /* summed over the batch, nats */
	const struct validation *valid; /* after the last step of an epoch, if
                                           there are validation data */
};

/*
 * Continues the run, and calls tell() after every step.  If tell() returns
 * nonzero, training stops with that result.  Otherwise returns 0 when training
 * is complete, and -1 if memory runs out or a number is not finite (the message
 * names the step).
 */
int train_run(struct run *, int (*tell)(void *ctx, const struct train_event *),
    void *ctx, struct fail *);

#endif
