/*
 * isotime - ISO 8601 dates and times.
 *
 * Reads the extended calendar format, as in RFC 3339 and as databases and
 * programming languages print it: 2024-05-01, 2024-05-01T12, 2024-05-01T12:34,
 * 2024-05-01 12:34:56.789+02:00, 2024-05-01 12:34:56 UTC.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_ISOTIME_H
#define LOG_ISOTIME_H

#include "base/base.h"

/*
 * Sets *s to the seconds since 1970-01-01T00:00:00Z, rounded down, and *ns to
 * the nanoseconds after them.  A date alone means midnight, and a time without
 * an offset is UTC.  Digits after the ninth of a fraction are dropped.  A leap
 * second, :60, is the second after it.  Returns -1 for another format (the
 * message shows the expected one), and if there is no such day or time.
 */
int isotime_parse(struct slice text, int64_t *s, uint32_t *ns, struct fail *f);

/* Parses a time of day, 12:34:56.789, as seconds since midnight. */
int isotime_parse_clock(
    struct slice text, int64_t *s, uint32_t *ns, struct fail *f);

/* Returns 1 if the text begins like a date, with four digits and a dash. */
int isotime_is_date(struct slice text);

#endif
