/*
 * held_out - which events at the ends of timelines belong to training,
 * validation and test.
 *
 * Leave-last-out: a timeline's last event is for test; with a validation part,
 * the one before is for validation; the others, at least one, are for training.
 * By time: events before the first bound are for training; of the events
 * between two bounds, a timeline's last is for validation or test, if the
 * timeline has any event before it.
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
 * x NULL: leave-last-out.  Else by time: at the bounds of x, or at the times
 * that leave the fractions of x before them; events at the same time are in one
 * part, the later one.  valid: there is a validation part.  NULL if memory runs
 * out.
 */
struct held_out *held_out_new(const struct timeline *,
    const struct split_fractions *x, int valid, struct fail *);

void held_out_free(struct held_out *); /* NULL is fine */

/* For the timeline of events [first, end): events before *train, at least the
 * first, are for training; label [SPLIT_PARTS] is the event for each other
 * part, or HELD_OUT_NONE. */
void held_out_find(const struct held_out *, const struct timeline *,
    size_t first, size_t end, size_t *train, size_t *label);

/* Removes events of items without any training event, and then timelines of s
 * without events; s->unknown_events counts the events.  -1 if memory runs
 * out. */
int held_out_known(
    const struct held_out *, struct timeline *, struct split *s, struct fail *);

#endif
