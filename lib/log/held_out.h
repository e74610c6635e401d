/*
 * held_out - assigns the last events of timelines to validation and test.
 *
 * There are two methods.  Leave-last-out: the last event of a timeline goes to
 * the test and, if there is a validation part, the event before it to
 * validation.  All other events, at least one, go to training.  By time: events
 * before the first bound go to training.  Of a timeline's events after a bound,
 * the last one goes to validation or test, if the timeline has an event before
 * it.
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
 * Without x (NULL) the method is leave-last-out.  Otherwise it is by time: x
 * gives the bounds, or fractions of the events that lie before the bounds.
 * Events at the same time are in one part, the later one.  valid: there is a
 * validation part.  Returns NULL if memory runs out.
 */
struct held_out *held_out_new(const struct timeline *,
    const struct split_fractions *x, int valid, struct fail *);

void held_out_free(struct held_out *); /* NULL is allowed */

/* Divides the timeline of events [first, end).  Events before *train, at least
 * the first, go to training.  label [SPLIT_PARTS] is the event that goes to
 * each other part, or HELD_OUT_NONE. */
void held_out_find(const struct held_out *, const struct timeline *,
    size_t first, size_t end, size_t *train, size_t *label);

/* Removes the events of items that have no training event, and then the
 * timelines of s that have no event left.  Counts the events in
 * s->unknown_events.  Returns -1 if memory runs out. */
int held_out_known(
    const struct held_out *, struct timeline *, struct split *s, struct fail *);

#endif
