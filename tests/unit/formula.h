/*
 * formula - pseudo-random numbers, exact in float, for tests against losses
 * that another program computed from the same numbers.
 */
/* SPDX-License-Identifier: MIT */
#ifndef FORMULA_H
#define FORMULA_H

#include <stdint.h>
#include <string.h>

#include "nn/batch.h"
#include "nn/params.h"

/* The i-th number on [0, 1) of that seed: a multiple of 2^-24, by
 * splitmix64. */
static inline double
formula_chance(uint64_t seed, uint64_t i)
{
	uint64_t x = seed * 1000003 + i + 0x9E3779B97F4A7C15;

	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
	x = (x ^ x >> 27) * 0x94D049BB133111EB;
	x ^= x >> 31;
	return (double)(x >> 40) / 16777216;
}

/* Fills the rows of a parameter from `first` on with from .. from + scale. */
static inline void
formula_fill(struct param *p, uint64_t seed, double from, double scale)
{
	size_t i;

	for (i = 0; i < p->rows * p->cols; i++)
		p->w[i] =
		    (real)(float)(from +
				  scale * (2 * formula_chance(seed, i) - 1));
}

static inline int
formula_ends_in(const char *s, const char *end)
{
	const size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

/* Makes every row a candidate once: row 0 and the items that are no target. */
static inline void
formula_all_candidates(struct batch *b, int32_t items)
{
	int32_t i;
	size_t k;

	for (k = 0; k < b->ncandidates; k++)
		b->place[b->candidate[k]] = (int32_t)k;
	for (i = 0; i <= items; i++)
		(void)batch_place(b, i, b->candidate, &b->ncandidates);
	batch_forget(b, b->candidate, b->ncandidates);
	for (k = 0; k < b->ncandidates; k++)
		b->weight[k] = b->wanted[k] = 1;
}

#endif
