/*
 * interval - how far a metric of these examples may be from that of all.
 *
 * An interval that holds, in 95 of 100 samples of examples like these, the
 * value that endless examples would give.  It takes them to be drawn one by
 * one; examples of one user are alike, and of these it should be wider.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_INTERVAL_H
#define RANK_INTERVAL_H

#include "base/base.h"

struct metric;

struct interval {
	double low, high; /* NAN: not known */
};

/*
 * Of a metric of n ranks as metric_value() has them.  With z = 1.96:
 *
 * A share p of n is Wilson's score interval (J. Am. Stat. Assoc. 22, 1927),
 * the p' with |p - p'| <= z sqrt(p' (1 - p') / n).
 *
 * A mean m is normal, m -+ z s / sqrt(n), with s^2 the sum of squares about m
 * divided by n - 1; cut to what the metric can be.
 *
 * A median lies between the sorted values of number n/2 - z sqrt(n)/2, rounded
 * down, and n/2 + 1 + z sqrt(n)/2, rounded up, where there are such: as many
 * of n are below it as heads come in n throws.  (David, Nagaraja: Order
 * Statistics, 2003, section 7.1.)
 */
struct interval interval_of(
    const struct metric *, size_t k, size_t n, const double *rank);

/* Of the mean of n worths of queries, each within least .. most. */
struct interval interval_of_mean(
    const struct metric *, size_t n, const double *worth);

#endif
