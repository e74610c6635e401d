/*
 * coverage - what is ever shown, and how often.
 *
 * Counts, for each cut-off K, how often each candidate stands among the first K
 * of a list; what is shown is so many slots.
 *
 * Letters: n candidates, S slots, c_j those of candidate j.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_COVERAGE_H
#define RANK_COVERAGE_H

#include "base/base.h"

struct candidates;
struct coverage;
struct topk;

/* Cut-offs [ncuts].  NULL without memory. */
struct coverage *coverage_new(
    const struct candidates *, const size_t *cuts, size_t ncuts, struct fail *);
void coverage_free(struct coverage *); /* NULL is fine */

/* Adds the lists of t's first m queries, but of those that are lost [m]. */
void coverage_add(
    struct coverage *, const struct topk *t, size_t m, const char *lost);

/* What is said of what is shown; NULL past the last. */
struct coverage_metric {
	const char *name; /* a cut-off is written after it */
	const char *help;
	double (*value)(
	    const struct coverage *, size_t k); /* k: which cut-off */
};
const struct coverage_metric *coverage_metric_at(size_t i);

/* The one that is called so, without its cut-off; or NULL. */
const struct coverage_metric *coverage_metric_find(const char *name);

#endif
