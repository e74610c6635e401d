/*
 * holdout - takes a part out of data, to look at what training cannot see.
 *
 * Rows leave in the order of a hash, which the seed and, where rows have one,
 * their group decide: those of a group leave together, but for the last, and the
 * same rows leave whatever else is in the machine's memory.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_HOLDOUT_H
#define DATA_HOLDOUT_H

#include "base/base.h"

struct examples;
struct sequences;

/* Moves n < x->n examples to held, which is empty; both stay in order. */
int holdout_examples(struct examples *x, size_t n, uint64_t seed,
    struct examples *held, struct fail *);

/* Moves sequences that have together n predictions, or a few more: every event
 * after a sequence's first is one.  At least one sequence stays. */
int holdout_sequences(struct sequences *s, size_t n, uint64_t seed,
    struct sequences *held, struct fail *);

#endif
