/*
 * time_columns - finds the columns of times by their values.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIME_COLUMNS_H
#define LOG_TIME_COLUMNS_H

#include "base/base.h"

struct log_columns; /* these are in log/log_columns */
struct log_head;

/* Makes a column of times of day beside one of dates ROLE_CLOCK. */
void time_columns_pair(const struct log_head *, struct log_columns *);

/*
 * If no column is the time, takes the only column of dates that has no role in
 * c or in given, and is not named as a birthday or the like.  -1: there are
 * several; the first was taken.
 */
int time_columns_find(const struct log_head *, const struct log_columns *given,
    struct log_columns *c);

#endif
