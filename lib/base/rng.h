/*
 * rng - repeatable random numbers: xoshiro256** with a seed and a stream.
 *
 * Blackman, Vigna: Scrambled linear pseudorandom number generators, ACM TOMS 47
 * (2021).  Every use (initial weights, shuffling, negatives) has its own stream
 * of one seed, so a new use does not change the numbers of the others.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include "base/base.h"

struct rng {
	uint64_t s[4];
};

void rng_seed(struct rng *, uint64_t seed, uint64_t stream);

/* Here, because masks of dropout need billions of numbers. */
static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t *s = r->s, t = s[1] << 17, x = s[1] * 5;
	const uint64_t out = (x << 7 | x >> 57) * 9;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = s[3] << 45 | s[3] >> 19;
	return out;
}

/* Uniform on 0 .. n-1, without bias; n > 0. */
uint64_t rng_below(struct rng *, uint64_t n);

/* Uniform on [0, 1), a multiple of 2^-53. */
double rng_uniform(struct rng *);

/* Standard normal. */
double rng_normal(struct rng *);

#endif
