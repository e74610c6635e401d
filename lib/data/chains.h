/*
 * chains - rebuilds the sequences that examples were cut from.
 *
 * A sequence gives one example for each event, with the earlier events as
 * context.  So an example continues the sequence of the example before it if
 * its context is the end of that example's context and label, and is one item
 * longer or has the greatest length of all contexts.  Otherwise the example
 * begins a new sequence.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CHAINS_H
#define DATA_CHAINS_H

#include "base/base.h"

/* Rebuilds the sequences of examples with lengths and labels, without items 0.
 * Returns -1 if memory runs out.  Free the sequences with sequences_free(),
 * even after a failure. */
int chains_of_examples(
    struct sequences *, const struct examples *, struct fail *);

#endif
