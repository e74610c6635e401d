/*
 * coverage - counts which candidates are listed, and how often.
 *
 * For each cut-off K, counts how often each candidate is among the first K of a
 * list; each place of a list is a slot.
 *
 * Letters: n candidates, S slots, c_j the slots of candidate j.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_COVERAGE_H
#define RANK_COVERAGE_H

#include "base/base.h"

struct candidates;
struct coverage;
struct topk;

/* Prepares counts for the cut-offs cuts [ncuts].  Returns NULL if memory runs
 * out. */
struct coverage *coverage_new(
    const struct candidates *, const size_t *cuts, size_t ncuts, struct fail *);
void coverage_free(struct coverage *); /* NULL is allowed */

/* Adds the lists of t's first m queries, except those whose lost [m] is set. */
void coverage_add(
    struct coverage *, const struct topk *t, size_t m, const char *lost);

/* A metric of the listed candidates. */
struct coverage_metric {
	const char *name; /* a cut-off is appended */
	const char *help;
	double (*value)(
	    const struct coverage *, size_t k); /* k: which cut-off */
};
const struct coverage_metric *coverage_metric_at(size_t i);

/* The metric of that name, without its cut-off; or NULL. */
const struct coverage_metric *coverage_metric_find(const char *name);

#endif
