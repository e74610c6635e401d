/*
 * timeline_check - do the columns of a log hold what they were taken for?
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIMELINE_CHECK_H
#define LOG_TIMELINE_CHECK_H

#include "base/base.h"

struct log_notes; /* log/log_notes */
struct timeline;  /* log/timeline */

/*
 * Items or users that are all points in time, and ratings that are rather ids: -1
 * where the column was guessed, bit r of guessed for enum role r, and a warning
 * where it was told.  A warning too if numbers that are times have several units;
 * the one of most times becomes t->second.
 */
int timeline_check(struct timeline *, unsigned guessed, int numbers,
    struct log_notes *, struct fail *);

#endif
