/*
 * timeline_check - checks that the columns of a log hold what was assumed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIMELINE_CHECK_H
#define LOG_TIMELINE_CHECK_H

#include "base/base.h"

struct log_notes; /* log/log_notes */
struct timeline;  /* log/timeline */

/*
 * Looks for items or users that are all points in time, and for ratings that
 * look like ids.  Returns -1 if it finds any and the column was guessed (bit r
 * of guessed for enum role r); warns if the user gave the column.
 */
int timeline_check(
    struct timeline *, unsigned guessed, struct log_notes *, struct fail *);

#endif
