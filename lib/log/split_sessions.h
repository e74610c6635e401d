/*
 * split_sessions - what papers on sessions do to a split of whole timelines.
 *
 * A test has no items that training lacks, and a model may be trained on the newest
 * sessions alone.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_SPLIT_SESSIONS_H
#define LOG_SPLIT_SESSIONS_H

#include "base/base.h"

struct split;    /* log/split */
struct timeline; /* log/timeline */

/* Leaves items that are in no timeline for training out of those for validation
 * and test, and of these such that have fewer than two events then.  -1 without
 * memory. */
int split_known(struct split *, struct timeline *, struct fail *);

/* Leaves out all timelines for training but those that ended last and make a share
 * of all their examples: so many at the least, and whole timelines, as SR-GNN counts
 * them. */
int split_newest(
    struct split *, const struct timeline *, double share, struct fail *);

#endif
