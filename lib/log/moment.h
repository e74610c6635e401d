/*
 * moment - a point in time that a user names, and where it falls in a log.
 *
 * A date, a number as the log's own times are, or so long before the log's last
 * event: -7d, with w, d, h, m or s.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_MOMENT_H
#define LOG_MOMENT_H

#include "base/base.h"

struct log_time; /* log/log_time */
struct timeline; /* log/timeline */

/* -1: it is none of these. */
int moment_check(const char *text, struct fail *);

/* Where the moment falls among the log's times.  -1: it is none, or the log has no
 * times or no events. */
int moment_find(const char *text, const struct timeline *, struct log_time *,
    struct fail *);

#endif
