/*
 * checkpoint - a training run as a model: what it was told, how far it is.
 *
 * A finished model and one in the making differ in one setting, steps_done.
 * What determines the numbers is in the settings, so that a run which is taken
 * up again can be seen to be the same run.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CHECKPOINT_H
#define NN_CHECKPOINT_H

#include "base/base.h"

struct net;
struct train_options;

/* A run, as its caller has it. */
struct checkpoint {
	const struct net *net;
	const struct train_options *options;
	const struct examples *examples;
	struct vocab *vocab;
	const char *pad; /* the context token that is no item */
	uint64_t done;   /* steps */
};

/* Writes the run as the model directory dir; see model_save(). */
int checkpoint_save(const struct checkpoint *, const char *dir, struct fail *);

/*
 * Is m a state of this run?  Every setting but epochs and steps_done must be
 * the same; the message names the one that is not.  *done is set to what m had
 * done.
 */
int checkpoint_agrees(const struct checkpoint *, const struct model *m,
    uint64_t *done, struct fail *);

#endif
