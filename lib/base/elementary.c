/* elementary - exp, log and related functions, bit for bit alike everywhere. */
/* SPDX-License-Identifier: MIT */
#include "base/elementary.h"

#include <math.h>
#include <string.h>

/* ln 2 as a sum of two parts.  LN2_HIGH has 32 bits, so small multiples are
 * exact. */
#define LN2_HIGH 0x1.62e42fee00000p-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define MAGIC 0x1.8p52 /* adding and subtracting it rounds to a whole number */
#define LN2 0x1.62e42fefa39efp-1

static uint64_t
bits_of(double x)
{
	uint64_t b;

	memcpy(&b, &x, sizeof(b));
	return b;
}

static double
from_bits(uint64_t b)
{
	double x;

	memcpy(&x, &b, sizeof(x));
	return x;
}

/* 2^n; the result must be a normal number. */
static double
power_of_two(int n)
{
	return from_bits((uint64_t)(n + 1023) << 52);
}

/*
 * e^x = 2^n e^r, where n is the whole number nearest x / ln 2 and |r| <= ln 2 /
 * 2.  e^r is its series up to r^13; the relative truncation error is below
 * 2^-57.
 */
double
elementary_exp(double x)
{
	static const double c[] = {1.0 / 6227020800, 1.0 / 479001600,
	    1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
	    1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5};
	double n, r, p = 0;
	size_t k;
	int i;

	if (isnan(x))
		return x;
	if (x > 709.79)
		return INFINITY;
	if (x < -745.2)
		return 0;
	n = fma(x, 1 / LN2, MAGIC) - MAGIC;
	r = fma(-n, LN2_LOW, fma(-n, LN2_HIGH, x));
	for (k = 0; k < COUNTOF(c); k++)
		p = fma(p, r, c[k]);
	p = 1 + fma(r * r, p, r);
	i = (int)n / 2; /* in two factors, because 2^n alone may underflow */
	return p * power_of_two(i) * power_of_two((int)n - i);
}

/*
 * x = 2^k m with m in [sqrt(1/2), sqrt 2).  With f = m - 1 and s = f / (2 + f),
 * ln m = 2 atanh s = f - f^2 / 2 + s (f^2 / 2 + R), R = 2/3 s^2 + 2/5 s^4 + ..
 * This is the form of fdlibm's log; here R is the plain series up to s^20.
 */
double
elementary_log(double x)
{
	double m, f, s, z, r = 0, half;
	uint64_t b;
	int k = 0, i;

	if (isnan(x) || x < 0)
		return NAN;
	if (!(x > 0))
		return -INFINITY;
	if (isinf(x))
		return x;
	if (x < 0x1p-1022) { /* denormal */
		x *= 0x1p54;
		k = -54;
	}
	b = bits_of(x);
	k += (int)(b >> 52) - 1023;
	m = from_bits((b & (((uint64_t)1 << 52) - 1)) | (uint64_t)1023 << 52);
	if (m >= 1.4142135623730951) {
		m /= 2;
		k++;
	}
	f = m - 1;
	s = f / (2 + f);
	z = s * s;
	for (i = 23; i > 1; i -= 2)
		r = fma(r, z, 2.0 / i);
	r *= z;
	half = f * f / 2;
	return fma(
	    k, LN2_HIGH, f - (half - fma(s, half + r, (double)k * LN2_LOW)));
}

/* Corrects the rounding error of 1 + x by the first derivative of ln. */
double
elementary_log1p(double x)
{
	double u = 1 + x;

	if (!(u > 0) || isinf(u))
		return elementary_log(u);
	return elementary_log(u) + (x - (u - 1)) / u;
}

double
elementary_log2(double x)
{
	double y = elementary_log(x) / LN2, whole = y + MAGIC - MAGIC;

	return fabs(whole) < 1000 && power_of_two((int)whole) == x ? whole : y;
}

double
elementary_pow(double x, double y)
{
	if (y == 0)
		return 1;
	if (y == 1)
		return x;
	return elementary_exp(y * elementary_log(x));
}

/* sin(pi u) by its series, with u = 1/2 - t, which is exact. */
double
elementary_cos_pi(double t)
{
	const double z = 3.14159265358979323846 * (0.5 - t), y = z * z;
	double p = 0;
	int i;

	/* 1 - y / (2 3) (1 - y / (4 5) (1 - ...)) */
	for (i = 24; i > 1; i -= 2)
		p = 1 - y / (i * (i + 1)) * (i == 24 ? 1 : p);
	return z * p;
}
