/*
 * numbering - the vocabulary that training examples themselves give.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_NUMBERING_H
#define DATA_NUMBERING_H

#include "base/base.h"

/*
 * v has been grown by reading x and no more: numbers its items anew by how
 * often they stand in contexts and labels, most frequent first, as vocab-build
 * does, and x with it.
 */
int numbering_by_count(struct examples *x, struct vocab *v, struct fail *);

/* Sets v's counts to how often each item is a label of x. */
int numbering_label_counts(
    const struct examples *x, struct vocab *v, struct fail *);

#endif
