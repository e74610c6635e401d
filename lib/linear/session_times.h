/*
 * session_times - when the training sequences ended.
 *
 * A column beside the sequences has a time for each event, of which only the
 * last is used, or one time for the whole sequence.  Times are in the formats
 * of log/log_time.
 *
 * Letters: N sequences.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SESSION_TIMES_H
#define LINEAR_SESSION_TIMES_H

#include "base/base.h"

struct fields;

/* Makes *to, which must be empty, the field that reads the column.  Free it
 * with fields_free(), even after a failure. */
int session_times_field(struct fields *to, const char *column, struct fail *);

/*
 * Sorts sequences that were read with that field by their times; equal times
 * keep their order.  *days [N], which the caller frees: how many days before
 * the newest sequence each one ended.  Returns -1 if a time is missing, or is
 * neither a number nor a date.
 */
int session_times_sort(
    struct sequences *, const struct fields *, double **days, struct fail *);

/* Returns how many days before the end of training sequence i of n ended.  If
 * days is NULL, the sequences are taken to be spread evenly over the span. */
static inline double
session_times_days(const double *days, double span, size_t i, size_t n)
{
	return days ? days[i] : span * (1 - (double)i / (double)n);
}

/* session_times_save(): saves the days as the model's tensor session_days
 * [N,2], whose columns add up to them.  session_times_load(): loads them; *days
 * is NULL if the model has none. */
int session_times_save(
    const double *days /* [N] */, size_t n, struct model *, struct fail *);
int session_times_load(double **days, size_t n, struct model *, struct fail *);

#endif
