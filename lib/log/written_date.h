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
 * Of a year with two digits 69 to 99 are in the last century.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_WRITTEN_DATE_H
#define LOG_WRITTEN_DATE_H

#include "base/base.h"

/* The order of day and month. */
enum written_order {
	WRITTEN_UNKNOWN, /* two numbers up to 31, as in 12/1/2010 */
	WRITTEN_MONTH_FIRST,
	WRITTEN_DAY_FIRST,
	WRITTEN_KNOWN, /* the text alone tells it */
};

struct written_date {
	enum written_order order; /* KNOWN or UNKNOWN */
	int year, first, second;  /* as written; KNOWN: month, day */
	int64_t in_day;           /* seconds since midnight in UTC */
	uint32_t ns;              /* and nanoseconds */
};

/* 0, or -1: not such a date, or its time of day does not exist.  The day may
 * not exist. */
int written_date_parse(struct slice, struct written_date *);

/* Seconds since midnight of a time of day, 8:26 or 04:57:10.5 PM.  -1: another
 * text. */
int written_date_clock(struct slice, int64_t *s, uint32_t *ns);

/* Seconds since 1970 of a date in that order, which is not UNKNOWN.  -1: there
 * is no such day. */
int written_date_seconds(const struct written_date *, enum written_order,
    int64_t *seconds, struct fail *);

/* Seconds since 1970 of 8, 12 or 14 digits of a year from 1900 to 2099, month,
 * day[, hour, minute[, second]].  -1: it has other digits. */
int written_date_digits(int64_t number, int64_t *seconds);

#endif
