/*
 * label_ranks - where the labels of many queries rank among all candidates.
 *
 * For each label, 8 bytes hold how many candidates have a higher score and how
 * many have the same.  Ranks by any rule for ties, and all metrics, follow from
 * these counts.  Most queries have one label, so an index is kept only if some
 * have several.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_LABEL_RANKS_H
#define RANK_LABEL_RANKS_H

#include "base/base.h"

struct metric;
struct label_ranks;
struct ties;

/* As the count of candidates above a label: the query has no known item, so no
 * candidate has a score.  The label has no rank, but it does not count as
 * unknown and is never dropped. */
#define LABEL_RANKS_MISS UINT32_MAX

struct label_ranks *label_ranks_new(
    struct fail *);                          /* Returns NULL if memory runs
                                                       out */
void label_ranks_free(struct label_ranks *); /* NULL is allowed */

/*
 * Adds a query of n labels.  equal is 0 for a label that is not a candidate,
 * and 1 if greater is LABEL_RANKS_MISS.  rank_apart() must have separated
 * labels with equal scores.  Returns -1 if memory runs out.
 */
int label_ranks_add(struct label_ranks *, size_t n, const uint64_t *greater,
    const uint64_t *equal, struct fail *);

size_t label_ranks_count(const struct label_ranks *);   /* queries */
size_t label_ranks_labels(const struct label_ranks *);  /* in all queries */
size_t label_ranks_unknown(const struct label_ranks *); /* labels that are not
                                                           candidates */
size_t label_ranks_tied(const struct label_ranks *);    /* labels with equal
                                                           scores */

/* Returns the queries i whose group[i] is g; NULL if memory runs out. */
struct label_ranks *label_ranks_part(
    const struct label_ranks *, const int32_t *group, int32_t g, struct fail *);

/*
 * Returns the ranks of all labels [*n], sorted for metric_value(), which the
 * caller frees.  A miss has the rank INFINITY, and so has a label that is not a
 * candidate, unless drop leaves it out.  Returns NULL if memory runs out.
 */
double *label_ranks_sorted(const struct label_ranks *, const struct ties *,
    int drop, size_t *n, struct fail *);

/* Returns the value of each query by a metric that has set(), likewise sorted.
 * drop leaves out queries without any known label. */
double *label_ranks_worths(const struct label_ranks *, const struct ties *,
    int drop, const struct metric *, size_t k, size_t *n, struct fail *);

/* The difference of two runs, a and b, in a metric that is a mean. */
struct label_ranks_difference {
	double mean;      /* of a - b */
	double low, high; /* its 95 % confidence interval, mean -+ 1.96 standard
                             errors; NAN for fewer than two queries */
	double p;         /* p value, two-sided */
	double worse;     /* p value, one-sided: a is worse */
};

/*
 * A paired randomisation test (Fisher's: each difference d is equally likely
 * with the opposite sign), in its normal approximation,
 *
 *   z = (|sum d| - c) / sqrt(sum d^2),  p = 2 Phi(-z),
 *
 * where c, the least |d| > 0, is the continuity correction.  For hits this is
 * McNemar's test.  p is 1 if there is no difference.  a and b have the same
 * queries; drop leaves out queries without a known label in either run, and for
 * a metric of labels those without a rank in either.  All NAN if nothing is
 * left.  Returns -1 if memory runs out.
 */
int label_ranks_differ(const struct label_ranks *a, const struct label_ranks *b,
    const struct ties *, int drop, const struct metric *, size_t k,
    struct label_ranks_difference *, struct fail *);

#endif
