/* interval - the 95 % confidence interval of a metric. */
/* SPDX-License-Identifier: MIT */
#include "rank/interval.h"

#include <math.h>

#include "rank/metric.h"

static const struct interval unknown = {NAN, NAN};

static const double z = 1.959963984540054; /* Phi(z) = 0.975 */

/* Wilson's: the solutions of the quadratic equation for p'.  Up to rounding,
 * the lower end is 0 for p = 0, and the upper end is 1 for p = 1. */
static struct interval
of_share(double p, size_t count)
{
	double n = (double)count, zz = z * z / n;
	double middle = (p + zz / 2) / (1 + zz);
	double half = z * sqrt(p * (1 - p) / n + zz / n / 4) / (1 + zz);

	return (struct interval){
	    fmax(middle - half, 0), fmin(middle + half, 1)};
}

static struct interval
of_mean(
    const struct metric *m, size_t k, size_t n, const double *rank, double mean)
{
	double squares = 0, half, d;
	size_t i, end;

	if (n < 2)
		return unknown;
	for (i = 0; i < n; i = end) {
		/* Beyond K a metric is 0 for any rank. */
		end =
		    m->cut && rank[i] > (double)k ? n : metric_run(n, rank, i);
		d = m->one(rank[i], (double)k) - mean;
		squares += d * d * (double)(end - i);
	}
	half = z * sqrt(squares / (double)(n - 1) / (double)n);
	return (struct interval){
	    fmax(mean - half, m->least), fmin(mean + half, m->most)};
}

static struct interval
of_median(size_t n, const double *rank)
{
	double half = z * sqrt((double)n) / 2;
	double first = floor((double)n / 2 - half);
	double last = ceil((double)n / 2 + 1 + half);

	if (first < 1 || last > (double)n)
		return unknown;
	return (struct interval){
	    rank[(size_t)first - 1], rank[(size_t)last - 1]};
}

struct interval
interval_of_mean(const struct metric *m, size_t n, const double *worth)
{
	double mean = metric_mean(n, worth), squares = 0, half;
	size_t i;

	if (n < 2)
		return unknown;
	for (i = 0; i < n; i++)
		squares += (worth[i] - mean) * (worth[i] - mean);
	half = z * sqrt(squares / (double)(n - 1) / (double)n);
	return (struct interval){
	    fmax(mean - half, m->least), fmin(mean + half, m->most)};
}

struct interval
interval_of(const struct metric *m, size_t k, size_t n, const double *rank)
{
	double value = metric_value(m, k, n, rank);

	n = metric_counted(m, n, rank);
	if (n == 0)
		return unknown;
	if (!m->one)
		return of_median(n, rank);
	if (m->share)
		return of_share(value, n);
	return of_mean(m, k, n, rank, value);
}
