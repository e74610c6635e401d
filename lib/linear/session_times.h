/*
 * session_times - when the sequences of training ended.
 *
 * A column beside the sequences has a time for each event, of which the last counts,
 * or one for the whole sequence.  Times are what log/log_time reads.
 *
 * Letters: N sequences.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SESSION_TIMES_H
#define LINEAR_SESSION_TIMES_H

#include "base/base.h"

struct fields;

/* Makes *to, which is empty, the one field that reads the column.  Freed by
 * fields_free() in any case. */
int session_times_field(struct fields *to, const char *column, struct fail *);

/*
 * Puts sequences that were read with that field in the order of their times, those of
 * equal times as they stood, and makes *days [N], for the caller to free: how many
 * days before the newest each ended.  -1: a sequence without a time, or with one that
 * is neither a number nor a date.
 */
int session_times_sort(
    struct sequences *, const struct fields *, double **days, struct fail *);

/* How many days before the end of training sequence i of n ended: as days say, or if
 * that is NULL, spread evenly over the span. */
static inline double
session_times_days(const double *days, double span, size_t i, size_t n)
{
	return days ? days[i] : span * (1 - (double)i / (double)n);
}

/* As the tensor session_days [N,2] of a model, whose columns' sum counts, and back, if
 * it is there: *days is NULL if it is not. */
int session_times_save(
    const double *days /* [N] */, size_t n, struct model *, struct fail *);
int session_times_load(double **days, size_t n, struct model *, struct fail *);

#endif
