/*
 * log_time - times of events: the numbers and dates of logs.
 *
 * A time is a number of whole units and billionths, so that fractional seconds,
 * milliseconds and nanoseconds all keep their exact order.  Dates are in
 * seconds; the unit of a number is guessed from its size.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_TIME_H
#define LOG_LOG_TIME_H

#include "base/base.h"

#define LOG_TIME_PARTS 1000000000 /* in a unit */

enum log_time_kind {
	LOG_TIME_NUMBER,
	LOG_TIME_DATE,
	LOG_TIME_UNORDERED, /* a date like 12/1/2010, until
                               log_time_settle() */
};

struct log_time {
	int64_t whole; /* rounded down */
	uint32_t part; /* below LOG_TIME_PARTS */
};

/*
 * Parses a number, which may have a fraction and an exponent, or a date as in
 * log/isotime or log/written_date.  Digits after the ninth of a fraction are
 * dropped.  Returns -1 for other text, and for a number outside the range of
 * int64.
 */
int log_time_parse(
    struct slice, struct log_time *, enum log_time_kind *, struct fail *);

/* Parses a date and a time of day from two columns, in either order.  The time
 * of day is 12:34:56, or milliseconds since midnight. */
int log_time_parse_pair(struct slice date, struct slice clock,
    struct log_time *, enum log_time_kind *, struct fail *);

/* Returns the order of day and month (enum written_order) that an unordered
 * time shows: a number above 12 is a day.  Returns UNKNOWN if neither number
 * is above 12. */
int log_time_order(struct log_time);

/* Turns an unordered time into seconds since 1970.  Returns -1 if there is no
 * such day in this order. */
int log_time_settle(int order, struct log_time *, struct fail *);

/*
 * Guesses the unit of a time from its size.  Returns the number of units in a
 * second: 1 or, if the number in seconds would be a time after the year 5000,
 * 1000 (milliseconds), 1000000 or 1000000000.
 */
int64_t log_time_second(int64_t number);

/* Returns the time plus `seconds`; `second` is the number of units in a
 * second. */
struct log_time log_time_add(struct log_time, double seconds, int64_t second);

/* Returns 1 if the text looks like a date and not like a number. */
int log_time_is_date(struct slice);

/* Returns 1 if the text looks like a time: a date, or a number that is a time
 * in the years 1995 to 2035 if read as seconds, milliseconds, microseconds or
 * nanoseconds since 1970. */
int log_time_is_likely(struct slice);

/* Returns a number below 0, 0 or above 0 as a is before, at or after b. */
static inline int
log_time_compare(struct log_time a, struct log_time b)
{
	if (a.whole != b.whole)
		return a.whole < b.whole ? -1 : 1;
	return (a.part > b.part) - (a.part < b.part);
}

/* Returns the seconds from a to b; `second` is the number of units in a
 * second. */
static inline double
log_time_between(struct log_time a, struct log_time b, int64_t second)
{
	return ((double)(b.whole - a.whole) +
		   ((double)b.part - (double)a.part) / LOG_TIME_PARTS) /
	       (double)second;
}

#endif
