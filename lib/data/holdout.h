/*
 * holdout - takes a validation part out of the training data.
 *
 * Rows are held out in the order of a hash of the seed and their group, if rows
 * have groups, or else their number.  So the rows of a group are held out
 * together, except perhaps those of the last group.  The choice depends on
 * nothing else.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_HOLDOUT_H
#define DATA_HOLDOUT_H

#include "base/base.h"

struct examples;
struct sequences;

/* Moves n < x->n examples to held, which is empty.  Both parts keep their
 * order. */
int holdout_examples(struct examples *x, size_t n, uint64_t seed,
    struct examples *held, struct fail *);

/* Moves sequences with n predictions in all, or a few more, to held.  Every
 * event after a sequence's first is one prediction.  At least one sequence
 * stays. */
int holdout_sequences(struct sequences *s, size_t n, uint64_t seed,
    struct sequences *held, struct fail *);

#endif
