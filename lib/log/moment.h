/*
 * moment - a point in time given by the user, located in a log.
 *
 * A moment is a date, a number like the log's own times, or a distance back
 * from the log's last event, such as -7d (units w, d, h, m and s).
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_MOMENT_H
#define LOG_MOMENT_H

#include "base/base.h"

struct log_time; /* log/log_time */
struct timeline; /* log/timeline */

/* Returns -1 if the text is not a moment. */
int moment_check(const char *text, struct fail *);

/* Converts the text to a time of the log.  Returns -1 if the text is not a
 * moment, or if the log has no times or no events. */
int moment_find(const char *text, const struct timeline *, struct log_time *,
    struct fail *);

#endif
