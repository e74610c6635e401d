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

/* The same of sequences: by, and to, how often items stand in them.  GRU4Rec
 * draws its negatives by these counts: an item that only begins sessions is to be
 * among them. */
int numbering_by_events(struct sequences *s, struct vocab *v, struct fail *f);
int numbering_event_counts(
    const struct sequences *s, struct vocab *v, struct fail *f);

#endif
