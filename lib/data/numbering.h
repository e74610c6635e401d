/*
 * numbering - the vocabulary that training data themselves give.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_NUMBERING_H
#define DATA_NUMBERING_H

#include "base/base.h"

/*
 * v has been grown by reading x and no more: numbers its items anew by how
 * often they stand in contexts and labels, most frequent first, ties by bytes,
 * as vocab-build does, and x with it.
 */
int numbering_by_count(struct examples *x, struct vocab *v, struct fail *);

/* Sets v's counts to how often each item is a label of x. */
int numbering_label_counts(
    const struct examples *x, struct vocab *v, struct fail *);

/* The same of sequences: by how often items stand in them; and counts that are
 * how often each is predicted, as every event after its sequence's first is. */
int numbering_by_events(struct sequences *s, struct vocab *v, struct fail *);
int numbering_target_counts(
    const struct sequences *s, struct vocab *v, struct fail *);

#endif
