/*
 * metric - the tables of metrics and of rules for ties.
 *
 * The rank of a label is its place among the candidates, 1 at best, and
 * INFINITY for a label that is not a candidate.  A metric is the mean of a
 * value of each query: a function of the label's rank or, with several labels,
 * of the ranks of all, which differ.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_METRIC_H
#define RANK_METRIC_H

#include "base/base.h"

struct metric {
	const char *name; /* a cut-off is appended: recall@10 */
	const char *help;
	int cut;   /* has a cut-off k */
	int small; /* less is better */
	int share; /* each query's value is 0 or 1, so that the metric is a
                      proportion */

	/* With one label for each query the metric equals another one; then a
	 * table has no row for it. */
	int twin;
	int alias;          /* always equals another metric, so it never has a
                               row */
	double least, most; /* its range */

	/* Returns the value of a rank.  NULL: the metric is the median rank. */
	double (*one)(double rank, double k);

	/* Returns the value of a query with n labels, from their ranks in
	 * ascending order; equal to one() if n is 1.  NULL: the metric is a
	 * mean over labels, not queries. */
	double (*set)(size_t n, const double *rank, double k);
};

/* Returns metric i in the order of reports; NULL past the last. */
const struct metric *metric_at(size_t i);

/* Returns the metric of a name such as "mrr@20", and its k; or NULL. */
const struct metric *metric_find(const char *name, size_t *k);

/* Returns the length of a prefix such as "sampled_100_", with its number in
 * *sampled; 0, with *sampled 0, if there is no such prefix. */
size_t metric_sampled(const char *name, size_t *sampled);

/* Returns 0 if s [n] is a cut-off, otherwise -1.  A cut-off is a number up to
 * 10^9 without leading zeros, so that it has only one spelling. */
int metric_parse_cut(const char *s, size_t n, size_t *k);

/*
 * Returns the metric of n ranks in ascending order.  They are sorted so that
 * the result does not depend on the order of the examples.  The mean rank and
 * the median rank leave out infinite ranks; NAN if no ranks are left.
 */
double metric_value(
    const struct metric *, size_t k, size_t n, const double *rank);

/* Returns the metric as the mean of the values of n queries, in ascending
 * order. */
double metric_mean(size_t n, const double *worth);

/* Returns how many of the ranks the metric counts: all, or the finite ones. */
size_t metric_counted(const struct metric *, size_t n, const double *rank);

/* Returns the first index after i whose rank differs, or n.  Equal ranks have
 * equal values, so a caller computes each value once. */
size_t metric_run(size_t n, const double *rank, size_t i);

/* A rule for ties: the rank of a label if `greater` candidates score above it
 * and `equal`, itself included, score the same. */
struct ties {
	const char *name;
	const char *help;
	double (*rank)(uint64_t greater, uint64_t equal);
	int counts; /* breaks ties by training count */
};

const struct ties *ties_find(const char *name); /* or NULL */
struct choice ties_choice(size_t i);

#endif
