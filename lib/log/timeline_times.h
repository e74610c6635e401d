/*
 * timeline_times - reads the times of a log, and makes them comparable at the
 * end.
 *
 * All times of a log are of one kind: numbers of one unit, or dates.  Whether
 * 5/1/2024 is in May or in January shows only in the log as a whole.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIMELINE_TIMES_H
#define LOG_TIMELINE_TIMES_H

#include "base/base.h"

struct log_notes;      /* log/log_notes */
struct timeline;       /* log/timeline */
struct timeline_event; /* log/timeline */

/* Facts that the times read so far show.  Set `given` and zero the rest before
 * use. */
struct timeline_times {
	int given; /* enum written_order; UNKNOWN: as shown by the times */
	int order; /* enum written_order, as the times show */
	int kind;  /* enum log_time_kind */
	int any;
};

/* The user's choices of the order of day and month, in the order of enum
 * written_order. */
struct choice timeline_order_choice(size_t k);

/* Parses the time of an event, with a time of day from another column unless
 * clock is NULL.  Returns -1 if the text is not a time, or differs in kind or
 * order from the times before. */
int timeline_times_parse(struct timeline_times *, struct slice,
    const struct slice *clock, struct timeline_event *, struct fail *);

/*
 * After the last event: dates in unknown order of day and month, or written as
 * 20240501, become seconds since 1970.  Warns if numbers have several units;
 * the unit of most numbers becomes the timeline's `second`.  Returns -1 if the
 * order remains unknown, or if there is no such day.
 */
int timeline_times_finish(const struct timeline_times *, struct timeline *,
    struct log_notes *, struct fail *);

#endif
