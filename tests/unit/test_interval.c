/* test_interval - intervals contain the true value as often as they promise. */
/* SPDX-License-Identifier: MIT */
#include "rank/interval.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "rank/metric.h"
#include "tap.h"

#define SAMPLES 4000

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Ranks 1 .. 99, few of them large: the square of a uniform number. */
static double
draw(struct rng *r)
{
	double u = rng_uniform(r);

	return 1 + floor(99 * u * u);
}

/* The true value of the metric when rank r has the probability of draw():
 * P(rank <= r) = sqrt(r / 99). */
static double
truth(const struct metric *m, size_t k)
{
	double sum = 0, below, here;
	int r;

	for (r = 1; r <= 99; r++) {
		below = sqrt((r - 1) / 99.0);
		here = sqrt(r / 99.0);
		if (!m->one && here >= 0.5)
			return r;
		if (m->one)
			sum += (here - below) * m->one(r, (double)k);
	}
	return sum;
}

/* Returns how many of SAMPLES intervals, each from a sample of n, miss the
 * true value. */
static size_t
misses(const char *name, size_t n)
{
	size_t k, s, i, out = 0;
	const struct metric *m = metric_find(name, &k);
	double rank[1000], want = truth(m, k);
	struct interval x;
	struct rng r;

	rng_seed(&r, 3, n);
	for (s = 0; s < SAMPLES; s++) {
		for (i = 0; i < n; i++)
			rank[i] = draw(&r);
		qsort(rank, n, sizeof(*rank), by_value);
		x = interval_of(m, k, n, rank);
		out += !(x.low <= want && want <= x.high);
	}
	return out;
}

/* One in twenty is 200 of the samples, with a standard deviation of 14.
 * Intervals over whole ranks are wider than necessary. */
static void
test_coverage(void)
{
	static const char *const names[] = {
	    "recall@1", "recall@10", "mrr@5", "ndcg@10", "mean_rank"};
	size_t i, out;

	for (i = 0; i < COUNTOF(names); i++) {
		out = misses(names[i], 500);
		ok(out > 140 && out < 260, "%s: %zu of %d miss, 5 %%", names[i],
		    out, SAMPLES);
	}
	out = misses("recall@90", 40);
	ok(out > 100 && out < 300,
	    "recall@90 of 40, a share near 1: %zu of %d miss", out, SAMPLES);
	out = misses("median_rank", 500);
	ok(out > 20 && out < 260, "median_rank: %zu of %d miss", out, SAMPLES);
}

/* Is p z standard errors of p' away from each end p'? */
static void
test_wilson(void)
{
	double rank[97];
	const struct metric *m;
	size_t k, hits, i, n = COUNTOF(rank);
	struct interval x;
	int good = 1, inside = 1;

	m = metric_find("recall@1", &k);
	for (hits = 0; hits <= n; hits++) {
		double p = (double)hits / (double)n, ends[2];

		for (i = 0; i < n; i++)
			rank[i] = i < hits ? 1 : 5;
		x = interval_of(m, k, n, rank);
		ends[0] = x.low;
		ends[1] = x.high;
		inside &= 0 <= x.low && x.low <= p && p <= x.high &&
		          x.high <= 1 && x.high - x.low < 0.21;
		for (i = 0; i < 2; i++)
			good &= fabs((p - ends[i]) * (p - ends[i]) * (double)n -
				     1.959963984540054 * 1.959963984540054 *
					 ends[i] * (1 - ends[i])) < 1e-12;
	}
	ok(good, "both ends of a share solve Wilson's equation");
	ok(inside, "and hold it, within 0 and 1");
}

static void
test_few(void)
{
	static const double rank[] = {1, 2, 3, 4, 5, 6, 7, 8, INFINITY};
	struct interval x;
	size_t k;
	const struct metric *mean = metric_find("mean_rank", &k);
	const struct metric *median = metric_find("median_rank", &k);

	x = interval_of(median, 0, 5, rank);
	ok(isnan(x.low) && isnan(x.high), "five ranks do not bound a median");
	x = interval_of(median, 0, 9, rank);
	ok(x.low == 1 && x.high == 8, "eight do, the infinite not counted");
	x = interval_of(mean, 0, 9, rank);
	ok(fabs((x.low + x.high) / 2 - 4.5) < 1e-12,
	    "nor is it for the mean rank");
	x = interval_of(mean, 0, 2, rank);
	ok(x.low == 1 && x.high > 2, "a mean rank is never below 1");
	x = interval_of(mean, 0, 1, rank);
	ok(isnan(x.low), "one rank says nothing of a mean");
	x = interval_of(mean, 0, 1, rank + 8);
	ok(isnan(x.low), "nor do none");
}

int
main(void)
{
	test_coverage();
	test_wilson();
	test_few();
	return done();
}
