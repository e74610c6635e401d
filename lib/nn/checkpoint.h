/*
 * checkpoint - a training run as a model: what it was told, how far it is.
 *
 * A finished model and one in the making differ in one setting, steps_done.
 * What determines the numbers is in the settings, so that a run which is taken
 * up again can be seen to be the same run.
 *
 * Where an epoch can be better than another, the tensors proper are those of
 * the best so far, and state/last_weights has those that training goes on with.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CHECKPOINT_H
#define NN_CHECKPOINT_H

#include "base/base.h"

struct loader_data;
struct net;
struct train_options;
struct train_state;

/* A run, as its caller has it. */
struct run {
	struct net *net;
	const struct train_options *options;
	const struct loader_data *data, *valid; /* valid may be empty */
	struct vocab *vocab;
	const char *pad;       /* the context token that is no item */
	size_t context_length; /* items of a context; 0: any */
	struct train_state *state;
};

/* Writes the run as the model directory dir; see model_save(). */
int checkpoint_save(const struct run *, const char *dir, struct fail *);

/*
 * Takes up the run that m, with its state, is of: net and state are filled in.
 * Every setting but epochs, patience and what the training came to must be the
 * same; the message names the one that is not.  The net is allocated.
 */
int checkpoint_resume(const struct run *, struct model *m, struct fail *);

#endif
