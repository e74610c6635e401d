/*
 * metric - what ranks are worth: the table of metrics, and of tie rules.
 *
 * A rank says how many candidates would have to be looked at to find the one
 * that was wanted, the label; so it is 1 at best.  INFINITY is the rank of a
 * label that is no candidate.  A metric is the mean of what queries are worth.
 * Where one label is wanted a query, that is a function of its rank; where
 * several are, of the ranks of them all, which differ.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_METRIC_H
#define RANK_METRIC_H

#include "base/base.h"

struct metric {
	const char *name; /* a cut-off is written after it: recall@10 */
	const char *help;
	int cut;   /* has it a cut-off k? */
	int small; /* is less better? */
	int share; /* is a query worth 0 or 1, and so the metric a share? */

	/* With one label a query it is the same as another; such a metric has
	 * no row of its own in a table, unless queries have several. */
	int twin;
	int alias;          /* the same as another in any case: no row at all */
	double least, most; /* what it can be */

	/* What one rank is worth; NULL: the metric is the median rank. */
	double (*one)(double rank, double k);

	/* What a query of n labels is worth, their ranks in ascending order; of
	 * n = 1 that is one().  NULL: the metric is of labels, not of queries. */
	double (*set)(size_t n, const double *rank, double k);
};

/* The metrics in the order they are told in; NULL past the last. */
const struct metric *metric_at(size_t i);

/* The metric that is called so, "mrr@20", and its k; NULL if there is none. */
const struct metric *metric_find(const char *name, size_t *k);

/* How many bytes of the name say that the metric is among so many sampled
 * candidates, as "sampled_100_" does; 0, and *sampled 0, if none do. */
size_t metric_sampled(const char *name, size_t *sampled);

/* 0 if s [n] is a cut-off: digits, the first not 0, so that every cut-off has one
 * name; at most 10^9.  Else -1. */
int metric_parse_cut(const char *s, size_t n, size_t *k);

/*
 * The metric of n ranks in ascending order; since they are sorted, it does not
 * depend on the order of the examples.  The mean and the median rank leave out
 * infinite ones.  NAN if there is nothing to take a mean of.
 */
double metric_value(
    const struct metric *, size_t k, size_t n, const double *rank);

/* The same as the mean of n worths of queries in ascending order. */
double metric_mean(size_t n, const double *worth);

/* How many of the ranks the metric is of: all, or those that are finite. */
size_t metric_counted(const struct metric *, size_t n, const double *rank);

/* The first rank after i that differs from it, or n: equal ranks are worth the
 * same, so that a metric is worked out once for all of them. */
size_t metric_run(size_t n, const double *rank, size_t i);

/* How ties count: the rank where `greater` candidates score above the label
 * and `equal`, itself among them, like it. */
struct ties {
	const char *name;
	const char *help;
	double (*rank)(uint64_t greater, uint64_t equal);
	int counts; /* are equals counted in an order, by training count? */
};

const struct ties *ties_find(const char *name); /* or NULL */
struct choice ties_choice(size_t i);

#endif
