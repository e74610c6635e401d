/*
 * test_elementary - base/elementary against the C library's functions in long
 * double, in units of the last place; and special values.
 */
/* SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>

#include "base/elementary.h"
#include "base/rng.h"

#include "tap.h"

#define TRIES 200000

static struct rng rng;

/* Returns the distance between x and y in units of the last place. */
static double
off(double x, long double y)
{
	double near = (double)y, unit;

	if (isinf(near) || near == 0)
		return x == near ? 0 : INFINITY;
	unit = nextafter(fabs(near), INFINITY) - fabs(near);
	return (double)(fabsl((long double)x - y) / unit);
}

/* Uniform in [least, most]. */
static double
between(double least, double most)
{
	return least + (most - least) * rng_uniform(&rng);
}

static void
try_function(const char *name, double (*ours)(double),
    long double (*theirs)(long double), double least, double most, double bound)
{
	double worst = 0, x;
	int i;

	for (i = 0; i < TRIES; i++) {
		x = between(least, most);
		worst = fmax(worst, off(ours(x), theirs((long double)x)));
	}
	ok(worst <= bound, "%s from %g to %g: at most %.2f ulp off", name,
	    least, most, worst);
}

static long double
cos_pi(long double t)
{
	return cosl(3.14159265358979323846264338L * t);
}

static void
try_pow(void)
{
	double worst = 0;
	int i;

	for (i = 0; i < TRIES; i++) {
		double x = between(0, 1e6), y = between(0, 3), p;

		p = elementary_pow(x, y);
		worst =
		    fmax(worst, off(p, powl((long double)x, (long double)y)) /
				    (2 + 2 * y * fabs(log(x))));
	}
	ok(worst <= 1, "pow: at most %.2f of 2 + 2 |y ln x| ulp off", worst);
	ok(elementary_pow(7, 0) == 1 && elementary_pow(7.3, 1) == 7.3 &&
		elementary_pow(0, 0.75) == 0 && elementary_pow(0, 0) == 1,
	    "pow: to 0 and 1, and of 0");
}

int
main(void)
{
	int i, whole = 1;

	rng_seed(&rng, 1, 0);
	try_function("exp", elementary_exp, expl, -1, 1, 1.5);
	try_function("exp", elementary_exp, expl, -708, 709, 1.5);
	try_function("log", elementary_log, logl, 0.5, 2, 1.5);
	try_function("log", elementary_log, logl, 0, 1e9, 1.5);
	try_function("log", elementary_log, logl, 1e-300, 1e300, 1.5);
	try_function("log1p", elementary_log1p, log1pl, -1e-3, 1e-3, 2);
	try_function("log1p", elementary_log1p, log1pl, -0.9, 10, 2);
	try_function("log2", elementary_log2, log2l, 1, 1e6, 2);
	try_function("cos pi", elementary_cos_pi, cos_pi, 0, 0.499, 4);
	try_function("cos pi", elementary_cos_pi, cos_pi, 0.501, 1, 4);
	try_pow();
	for (i = -900; i <= 900; i++)
		whole &= elementary_log2(ldexp(1, i)) == i;
	ok(whole, "log2 of a power of two is whole");
	ok(elementary_exp(0) == 1 && elementary_log(1) == 0 &&
		elementary_log1p(0) == 0 && elementary_cos_pi(0.5) == 0,
	    "exp 0, log 1, log1p 0, cos pi/2 are exact");
	ok(isinf(elementary_exp(800)) && elementary_exp(-800) == 0 &&
		elementary_exp(-745) > 0 && isnan(elementary_exp(NAN)) &&
		isinf(elementary_exp(INFINITY)) &&
		elementary_exp(-INFINITY) == 0,
	    "exp beyond its range");
	ok(elementary_log(0) == -INFINITY && isnan(elementary_log(-1)) &&
		isnan(elementary_log(NAN)) && isinf(elementary_log(INFINITY)) &&
		off(elementary_log(DBL_TRUE_MIN), logl(DBL_TRUE_MIN)) < 2 &&
		elementary_log1p(-1) == -INFINITY,
	    "log at its ends");
	ok(fabs(elementary_cos_pi(0) - 1) < 1e-15 &&
		fabs(elementary_cos_pi(1) + 1) < 1e-15,
	    "cos 0 and cos pi");
	return done();
}
