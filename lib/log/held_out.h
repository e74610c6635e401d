/*
 * held_out - which events at the ends of timelines are for training, validation
 * and test.
 *
 * Leave last: a timeline's last event is for test and, if there is a part for it,
 * the one before it for validation; what is left, one event at the least, is for
 * training.  By time: events before the first bound are for training; of those
 * from a bound on and before the next, a timeline's last is for validation or
 * test, if there is any event before it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_HELD_OUT_H
#define LOG_HELD_OUT_H

#include "base/base.h"

#define HELD_OUT_NONE SIZE_MAX

struct log_time;        /* log/log_time */
struct split;           /* log/split */
struct split_fractions; /* log/split */
struct timeline;        /* log/timeline */

struct held_out;

/*
 * x NULL: leave last.  Else by time: at the bounds that x has, or so that its
 * fractions of all events are earlier; events of one time are together, in the
 * later part.  valid: there is a part for validation.  NULL without memory.
 */
struct held_out *held_out_new(const struct timeline *,
    const struct split_fractions *x, int valid, struct fail *);

void held_out_free(struct held_out *); /* NULL is fine */

/* Of the timeline of events [first, end): those before *train, at least first, are
 * for training, and label [SPLIT_PARTS] is the event for each other part, or
 * HELD_OUT_NONE. */
void held_out_find(const struct held_out *, const struct timeline *,
    size_t first, size_t end, size_t *train, size_t *label);

/* Leaves out the events of items that no timeline has for training, and of s what
 * has no events then; s->unknown_events is how many they are.  -1 without
 * memory. */
int held_out_known(
    const struct held_out *, struct timeline *, struct split *s, struct fail *);

#endif
