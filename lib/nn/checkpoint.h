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

struct run;

/* Writes the run as the model directory dir; see model_save().  Of several ranks
 * (base/ranks) the first writes it, and all fail if it does. */
int checkpoint_save(const struct run *, const char *dir, struct fail *);

/*
 * Takes up the run that m, with its state, is of: its net, and where it stands.
 * Every setting but epochs, patience and what the training came to must be the
 * same; the message names the one that is not.  The net is allocated.
 */
int checkpoint_resume(struct run *, struct model *m, struct fail *);

/* Have all ranks the same data, and the same net to begin with?  -1: no. */
int checkpoint_agree(const struct run *, struct fail *);

#endif
