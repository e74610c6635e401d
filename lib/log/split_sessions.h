/*
 * split_sessions - steps that papers on sessions apply to a split of whole
 * timelines.
 *
 * Test items must occur in training, and a model may be trained on the newest
 * sessions alone.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_SPLIT_SESSIONS_H
#define LOG_SPLIT_SESSIONS_H

#include "base/base.h"

struct split;    /* log/split */
struct timeline; /* log/timeline */

/* Removes items that no training timeline has from validation and test, and
 * then timelines there with fewer than two events.  -1 if memory runs out. */
int split_known(struct split *, struct timeline *, struct fail *);

/* Removes all training timelines except the newest, by their end, that make a
 * share of all examples: the fewest whole timelines with at least that share,
 * as SR-GNN counts them. */
int split_newest(
    struct split *, const struct timeline *, double share, struct fail *);

#endif
