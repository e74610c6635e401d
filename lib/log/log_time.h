/*
 * log_time - when an event was: the numbers and dates that logs have.
 *
 * A time is a number of whole units and billionths of one, so that seconds with
 * a fraction, milliseconds and nanoseconds all keep their exact order.  Dates
 * count in seconds; numbers in a unit that only their size tells.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_TIME_H
#define LOG_LOG_TIME_H

#include "base/base.h"

#define LOG_TIME_PARTS 1000000000 /* in a unit */

enum log_time_kind { LOG_TIME_NUMBER, LOG_TIME_DATE };

struct log_time {
	int64_t whole; /* rounded down */
	uint32_t part; /* below LOG_TIME_PARTS */
};

/*
 * Reads a number, which may have a fraction and an exponent, or a date as
 * log/isotime has it.  A number's digits behind the ninth of the fraction are cut
 * off.  -1: it is neither, or beyond int64.
 */
int log_time_parse(
    struct slice, struct log_time *, enum log_time_kind *, struct fail *);

/* The same of a date and, in another column, a time of day as 12:34:56, or how
 * many milliseconds it is after midnight; in either order. */
int log_time_parse_pair(
    struct slice date, struct slice clock, struct log_time *, struct fail *);

/*
 * How many units of such numbers are a second: 1, or, where they are so large
 * that seconds would be years after 5000, 1000 (milliseconds), 1000000 or
 * 1000000000.
 */
int64_t log_time_second(int64_t number);

/* The time that is the end of the log plus so many seconds, of units a second
 * long. */
struct log_time log_time_add(struct log_time, double seconds, int64_t second);

/* Could the text be a point in time: a date, or seconds to nanoseconds since
 * 1970 that fall in the years 1995 to 2035? */
int log_time_is_likely(struct slice);

/* Below, at or above 0 as a is before, at or after b. */
static inline int
log_time_compare(struct log_time a, struct log_time b)
{
	if (a.whole != b.whole)
		return a.whole < b.whole ? -1 : 1;
	return (a.part > b.part) - (a.part < b.part);
}

/* From a to b in seconds, of units a second long. */
static inline double
log_time_between(struct log_time a, struct log_time b, int64_t second)
{
	return ((double)(b.whole - a.whole) +
		   ((double)b.part - (double)a.part) / LOG_TIME_PARTS) /
	       (double)second;
}

#endif
