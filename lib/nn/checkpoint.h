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
 * ranks (base/ranks) rank 0 writes; if rank 0 fails, all ranks fail. */
int checkpoint_save(const struct run *, const char *dir, struct fail *);

/*
 * Resumes the run of model m, which has its state: restores the net and the
 * progress.  All settings except epochs, patience and the results of training
 * must be equal; the message names the one that differs.  Allocates the net.
 * Returns -1 if a setting differs, a tensor is missing or damaged, or memory
 * runs out.
 */
int checkpoint_resume(struct run *, struct model *m, struct fail *);

/* Returns -1 if ranks differ in their data or their initial net. */
int checkpoint_agree(const struct run *, struct fail *);

#endif
