/*
 * moment - a point in time given by the user, located in a log.
 *
 * A date, a number like the log's own times, or a time before the log's last
 * event: -7d, with w, d, h, m or s.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_MOMENT_H
#define LOG_MOMENT_H

#include "base/base.h"

struct log_time; /* log/log_time */
struct timeline; /* log/timeline */

/* Returns -1 if the text is none of these. */
int moment_check(const char *text, struct fail *);

/* Locates the moment among the log's times.  -1: not a moment, or the log has
 * no times or no events. */
int moment_find(const char *text, const struct timeline *, struct log_time *,
    struct fail *);

#endif
