/*
 * split_sessions - filters for splits of whole timelines, as in papers on
 * session-based recommendation.
 *
 * split_known() keeps only items that occur in training; split_newest() keeps
 * only the newest training sessions.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_SPLIT_SESSIONS_H
#define LOG_SPLIT_SESSIONS_H

#include "base/base.h"

struct split;    /* log/split */
struct timeline; /* log/timeline */

/* Removes the events of items that have no training event.  The first events[i]
 * events of timeline i of s are for training; events[i] becomes the number of
 * all events that the timeline keeps.  Returns -1 if memory runs out. */
int split_keep_known(
    struct split *, struct timeline *, size_t *events, struct fail *);

/* Removes from validation and test all items that do not occur in training, and
 * then all timelines with fewer than two events left.  Returns -1 if memory
 * runs out. */
int split_known(struct split *, struct timeline *, struct fail *);

/* Keeps only the newest training timelines, by the time of their last event: as
 * few as have together at least this share of the training examples, counted as
 * in SR-GNN. */
int split_newest(
    struct split *, const struct timeline *, double share, struct fail *);

#endif
