/*
 * chains - the sequences that examples were cut from.
 *
 * A sequence gives an example for each of its events, with the events before as
 * context.  So an example goes on with the sequence of the one before it if its
 * context is the end of that one's context and label, and either one longer, or as
 * long as contexts get; else it begins another.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CHAINS_H
#define DATA_CHAINS_H

#include "base/base.h"

/* Makes the sequences, without items 0, of examples that have lengths and labels.
 * -1 without memory; freed by sequences_free() in any case. */
int chains_of_examples(
    struct sequences *, const struct examples *, struct fail *);

#endif
