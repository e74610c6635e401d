/*
 * mt19937 - the random numbers of CPython's random module.
 *
 * The Mersenne Twister of Matsumoto and Nishimura, ACM TOMACS 8 (1998).
 * Seeding and drawing match Python 3, so that this module repeats
 * random.seed(0) and random.shuffle().  All other modules use base/rng.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_MT19937_H
#define BASE_MT19937_H

#include "base/base.h"

#define MT19937_WORDS 624

struct mt19937 {
	uint32_t word[MT19937_WORDS];
	/* Index of the next word; MT19937_WORDS: make new words first. */
	size_t at;
};

/* random.seed(seed) */
void mt19937_seed(struct mt19937 *, uint64_t seed);

/* random.getrandbits(32) */
uint32_t mt19937_next(struct mt19937 *);

/* random.getrandbits(k); 1 <= k <= 64 */
uint64_t mt19937_bits(struct mt19937 *, int k);

/* random.randrange(n); n > 0 */
uint64_t mt19937_below(struct mt19937 *, uint64_t n);

/* random.shuffle(x); x [n] */
void mt19937_shuffle(struct mt19937 *, size_t n, size_t *x);

#endif
