/*
 * train - epochs over what there is to learn from: the steps, the validation,
 * and which epoch was the best.
 *
 * Where training stands is a count of steps and little else (nn/run); the order,
 * the draws and the dropout follow from the seed, so a run that is taken up
 * again goes on exactly.
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
	const struct optimizer_options *optim_options; /* settled */
	const struct schedule *schedule;
	double clip;      /* greatest length of a gradient; 0: any */
	double clip_each; /* of each parameter's */
	int mean; /* gradients of the mean over a full batch, not the sum */
	int lazy; /* rows without a gradient never change */
	const struct dropout *dropout; /* its step is not looked at */
	uint64_t seed;

	const struct validate_options *validate;
	size_t patience; /* epochs without a better one that end the run; 0:
			    none do */
};

/* One step, as it is told to the caller. */
struct train_event {
	size_t epoch, step; /* from 1; step within the epoch */
	size_t steps;       /* in an epoch */
	size_t examples;    /* predictions in the batch */
	size_t leaves; /* of the batch: what can be done at once, see nn/tree */
	double loss;   /* summed over the batch, nats */
	const struct validation *valid; /* after an epoch's last step, if
					    there are validation examples */
};

/*
 * Goes on with the run, and calls tell after every step; if that returns not 0
 * training ends there, and 1 is returned.  -1: no memory, or a number that is not
 * finite (the message names the step); what tell itself fills in f is kept.
 */
int train_run(struct run *, int (*tell)(void *ctx, const struct train_event *),
    void *ctx, struct fail *);

#endif
