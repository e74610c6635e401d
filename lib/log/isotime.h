/*
 * isotime - dates and times as ISO 8601 writes them, as microseconds.
 *
 * Of the standard's many forms the extended calendar one, as in RFC 3339 and
 * as databases and languages print it: 2024-05-01, 2024-05-01T12:34,
 * 2024-05-01 12:34:56.789+02:00.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_ISOTIME_H
#define LOG_ISOTIME_H

#include "base/base.h"

/*
 * *us becomes how many microseconds text is after 1970-01-01T00:00:00Z.  A date
 * alone is its midnight, a time without offset is UTC, digits behind the
 * sixth of a fraction are cut off, and a leap second, :60, is the second after
 * it.  -1: it is not of that form (f says what it should be), or there is no
 * such day or time.
 */
int isotime_parse(struct slice text, int64_t *us, struct fail *f);

#endif
