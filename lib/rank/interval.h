/*
 * interval - the 95 % confidence interval of a metric.
 *
 * Examples are assumed to be independent.  Examples of the same user are not,
 * and would need a wider interval.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_INTERVAL_H
#define RANK_INTERVAL_H

#include "base/base.h"

struct metric;

struct interval {
	double low, high; /* NAN: unknown */
};

/*
 * Returns the interval of the metric_value() of n ranks.  With z = 1.96:
 *
 * A proportion p of n has Wilson's score interval (J. Am. Stat. Assoc. 22,
 * 1927): all p' with |p - p'| <= z sqrt(p' (1 - p') / n).
 *
 * A mean m has the normal interval m -+ z s / sqrt(n), where s^2 is the sum of
 * squares about m divided by n - 1; cut to the metric's range.
 *
 * A median lies between the sorted values number n/2 - z sqrt(n)/2, rounded
 * down, and n/2 + 1 + z sqrt(n)/2, rounded up, where these exist: the count of
 * values below the median is binomial.  (David, Nagaraja: Order Statistics,
 * 2003, section 7.1.)
 */
struct interval interval_of(
    const struct metric *, size_t k, size_t n, const double *rank);

/* Returns the interval of the mean of n values of queries, each in the metric's
 * range least .. most. */
struct interval interval_of_mean(
    const struct metric *, size_t n, const double *worth);

#endif
