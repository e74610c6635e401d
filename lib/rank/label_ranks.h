/*
 * label_ranks - where the labels of many queries came among all candidates.
 *
 * Of each label it keeps how many candidates scored above it and how many like
 * it, 8 bytes: from these come ranks by any rule for ties, and every metric.
 * Most queries have one label; those that have several keep where theirs begin.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_LABEL_RANKS_H
#define RANK_LABEL_RANKS_H

#include "base/base.h"

struct metric;
struct label_ranks;
struct ties;

/* How many candidates score above a label, where none has a score: the query is
 * none.  It has no rank, but is no unknown label either: nothing drops it. */
#define LABEL_RANKS_MISS UINT32_MAX

struct label_ranks *label_ranks_new(struct fail *); /* NULL without memory */
void label_ranks_free(struct label_ranks *);        /* NULL is fine */

/*
 * Adds a query of n labels.  equal 0: the label was no candidate; or it is 1, and
 * greater LABEL_RANKS_MISS.  Those that score alike must have been told apart by rank_apart().  -1: no memory.
 */
int label_ranks_add(struct label_ranks *, size_t n, const uint64_t *greater,
    const uint64_t *equal, struct fail *);

size_t label_ranks_count(const struct label_ranks *);   /* queries */
size_t label_ranks_labels(const struct label_ranks *);  /* of all queries */
size_t label_ranks_unknown(const struct label_ranks *); /* no candidates */
size_t label_ranks_tied(const struct label_ranks *);    /* not alone */

/* The queries of which group[i] is g; NULL without memory. */
struct label_ranks *label_ranks_part(
    const struct label_ranks *, const int32_t *group, int32_t g, struct fail *);

/*
 * The ranks of all labels, sorted for metric_value(), an array for the caller to
 * free; *n is how many.  A miss has rank INFINITY, and so has a label that was no
 * candidate, or is left out with drop.  NULL without memory.
 */
double *label_ranks_sorted(const struct label_ranks *, const struct ties *,
    int drop, size_t *n, struct fail *);

/* What each query is worth by a metric that has set(), sorted, in the same way;
 * with drop a query of which no label is left is left out. */
double *label_ranks_worths(const struct label_ranks *, const struct ties *,
    int drop, const struct metric *, size_t k, size_t *n, struct fail *);

/* How the queries of two runs differ in a metric that is a mean. */
struct label_ranks_difference {
	double mean;      /* of a - b */
	double low, high; /* its 95 % confidence interval, 1.96 standard errors
			     to either side; NAN of fewer than two */
	double p;         /* chance of one as large, either way */
	double worse;     /* chance of one as bad for a */
};

/*
 * A paired randomisation test (Fisher's: each difference d could as well have
 * had the other sign) in its normal approximation,
 *
 *   z = (|sum d| - c) / sqrt(sum d^2),  p = 2 Phi(-z),
 *
 * with c, the least |d| > 0, for continuity.  Of hits this is McNemar's test.
 * Chances are 1 if there is no difference.  a and b have the same queries; with
 * drop those of which either does not know a label are left out, in a metric of
 * labels those of which either has no rank.  All NAN where nothing is left.  -1 without memory.
 */
int label_ranks_differ(const struct label_ranks *a, const struct label_ranks *b,
    const struct ties *, int drop, const struct metric *, size_t k,
    struct label_ranks_difference *, struct fail *);

#endif
