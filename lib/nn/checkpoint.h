/*
 * checkpoint - a training run as a model directory: its settings and progress.
 *
 * A finished model and an unfinished one differ in one setting, steps_done. All
 * settings that determine the numbers are stored, so that a resumed run can be
 * checked to be the same run.
 *
 * Where a metric chooses the best epoch, the model's tensors are those of the
 * best epoch so far, and state/last_weights holds the weights with which
 * training continues.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CHECKPOINT_H
#define NN_CHECKPOINT_H

#include "base/base.h"

struct run;

/* Writes the run as the model directory dir; see model_save().  With several
 * ranks (base/ranks) the first one writes, and all ranks fail if that fails. */
int checkpoint_save(const struct run *, const char *dir, struct fail *);

/*
 * Resumes the run of model m, which has its state: restores the net and the
 * progress.  All settings except epochs, patience and the results of training
 * must be equal; the message names the one that differs.  Allocates the net.
 */
int checkpoint_resume(struct run *, struct model *m, struct fail *);

/* Returns -1 unless all ranks have the same data and the same initial net. */
int checkpoint_agree(const struct run *, struct fail *);

#endif
