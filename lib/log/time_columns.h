/*
 * time_columns - finds the columns that hold times by their values.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIME_COLUMNS_H
#define LOG_TIME_COLUMNS_H

#include "base/base.h"

struct log_columns; /* these are in log/log_columns */
struct log_head;

/* If one column has dates and another has times of day, gives the second the
 * role ROLE_CLOCK. */
void time_columns_pair(const struct log_head *, struct log_columns *);

/*
 * If no column has the role of the time, gives it to the only column of dates
 * that has no role in c or in given and is not named like a birthday.  Returns
 * -1 if there are several such columns; the first then has the role.
 */
int time_columns_find(const struct log_head *, const struct log_columns *given,
    struct log_columns *c);

#endif
