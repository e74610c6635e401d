/* rng - repeatable random numbers: xoshiro256** with a seed and a stream. */
/* SPDX-License-Identifier: MIT */
#include "base/rng.h"

#include <math.h>

#include "base/elementary.h"

/* splitmix64, which xoshiro's authors recommend for seeding. */
static uint64_t
mix(uint64_t *x)
{
	uint64_t z = (*x += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

void
rng_seed(struct rng *r, uint64_t seed, uint64_t stream)
{
	uint64_t y = stream, x = seed ^ mix(&y);
	int i;

	for (i = 0; i < 4; i++)
		r->s[i] = mix(&x);
}

uint64_t
rng_below(struct rng *r, uint64_t n)
{
	/* 2^64 mod n; smaller numbers would bias the remainder. */
	uint64_t x, least = -n % n;

	do
		x = rng_next(r);
	while (x < least);
	return x % n;
}

double
rng_uniform(struct rng *r)
{
	return (double)(rng_next(r) >> 11) * 0x1p-53;
}

/* Marsaglia's polar method.  The second value is dropped, so that a stream
 * has no hidden state. */
double
rng_normal(struct rng *r)
{
	double u, v, s;

	do {
		u = 2 * rng_uniform(r) - 1;
		v = 2 * rng_uniform(r) - 1;
		s = u * u + v * v;
	} while (s >= 1 || s == 0);
	return u * sqrt(-2 * elementary_log(s) / s);
}
