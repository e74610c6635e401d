/*
 * isotime - dates and times as ISO 8601 writes them.
 *
 * Of the standard's many forms the extended calendar one, as in RFC 3339 and
 * as databases and languages print it: 2024-05-01, 2024-05-01T12:34,
 * 2024-05-01 12:34:56.789+02:00, 2024-05-01 12:34:56 UTC.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_ISOTIME_H
#define LOG_ISOTIME_H

#include "base/base.h"

/*
 * *s and *ns become the seconds since 1970-01-01T00:00:00Z, rounded down, and
 * the nanoseconds after them.  A date alone is its midnight, a time without
 * offset is UTC, digits behind the ninth of a fraction are cut off, and a leap
 * second, :60, is the second after it.  -1: it is not of that form (f says what
 * it should be), or there is no such day or time.
 */
int isotime_parse(struct slice text, int64_t *s, uint32_t *ns, struct fail *f);

/* The same of a time of day, 12:34:56.789, as seconds since midnight. */
int isotime_parse_clock(
    struct slice text, int64_t *s, uint32_t *ns, struct fail *f);

/* Does the text begin as a date does, with four digits and a dash? */
int isotime_is_date(struct slice text);

#endif
