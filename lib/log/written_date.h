/*
 * written_date - dates as people and programs write them, outside of ISO 8601.
 *
 *   12/1/2010 8:26          spreadsheets; month or day first
 *   14.07.2017 04:57:10     the day first
 *   2017/07/14              the year first
 *   Sat Jul 15 04:50:18 +0000 2017, 15-Jul-2017, July 15, 2017
 *   09 13, 2009             the month first
 *
 * A time of day may follow, with AM or PM, and then Z, UTC, GMT or an offset.
 * Years of two digits from 69 on are in the 20th century, others in the 21st.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_WRITTEN_DATE_H
#define LOG_WRITTEN_DATE_H

#include "base/base.h"

/* The order of day and month in a date. */
enum written_order {
	WRITTEN_UNKNOWN, /* either number may be the day, as in 12/1/2010 */
	WRITTEN_MONTH_FIRST,
	WRITTEN_DAY_FIRST,
	WRITTEN_KNOWN, /* the text alone shows the order */
};

struct written_date {
	enum written_order order; /* KNOWN or UNKNOWN */
	int year, first, second;  /* as written; KNOWN: month, day */
	int64_t in_day;           /* seconds since midnight in UTC */
	uint32_t ns;              /* and nanoseconds */
};

/* Parses a date.  Returns 0, or -1 if the text is not such a date or its time
 * of day does not exist.  Does not check that the day exists. */
int written_date_parse(struct slice, struct written_date *);

/* Parses a time of day, 8:26 or 04:57:10.5 PM, as seconds since midnight.
 * Returns -1 for other text. */
int written_date_clock(struct slice, int64_t *s, uint32_t *ns);

/* Computes the seconds since 1970 of a date in that order, which is not
 * UNKNOWN.  Returns -1 if there is no such day. */
int written_date_seconds(const struct written_date *, enum written_order,
    int64_t *seconds, struct fail *);

/* Computes the seconds since 1970 of a number of 8, 12 or 14 digits: year (1900
 * to 2099), month, day[, hour, minute[, second]].  Returns -1 for any other
 * number. */
int written_date_digits(int64_t number, int64_t *seconds);

#endif
