/*
 * screen - only the scores that can matter, by a proved bound.
 *
 * Of a million candidates a thousand are near the best hundred.  A product of
 * rows rounded to bytes is made first, 2 to 3 times as fast as a score, and a
 * bound says how far a score can be above it.  Only where that reaches what is
 * asked for is the score made, by the arithmetic of mm_score(): so what comes out
 * has the bits that it has without a screen.
 *
 * The bound.  Let x be the query, y the candidate, x^ and y^ the rounded rows
 * times their scales, ex = x - x^, ey = y - y^.  Then
 *
 *   x.y - x^.y^  =  ex.y^ + x.ey  <=  |ex| (|y| + |ey|) + |x| |ey|
 *
 * by Cauchy and Schwarz.  x^.y^ is the two scales times a whole number that is
 * made without rounding.  The float score s is a sum of d products in chains,
 * with at most d + d / MM_CHAIN + 1 roundings of 2^-24 each (Higham 2002, section
 * 3.1), so |s - x.y| <= g |x| |y| with g = 1.01 (d + d / MM_CHAIN + 1) 2^-24, and
 * less than d 2^-148 more where products underflow.  Lengths are rounded up, and
 * the comparison is of whole numbers with one to spare.
 *
 * Letters: m queries, n candidates, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SCREEN_H
#define RANK_SCREEN_H

#include "base/base.h"

struct screen;
struct int8_kernels;

/* Who asks.  A query's candidates come in order; several queries at once. */
struct screen_use {
	/* The score that a candidate of query i must be above, to matter. */
	float (*least)(void *ctx, size_t i);

	/* Candidates at [n] of query i, ascending, and their scores s [n]: all
	 * that are above what least() said, and some that are not. */
	void (*take)(
	    void *ctx, size_t i, size_t n, const int32_t *at, const float *s);
	void *ctx;
};

/* Is it worth its work for lists of k, of m queries at a time?  Not without
 * instructions for it, nor among few candidates. */
int screen_pays(size_t m, size_t n, size_t d, size_t k);

/* c [n,d] must outlive it; with kernels NULL, the fast ones, which must be there.
 * NULL: no memory. */
struct screen *screen_new(const float *c, size_t n, size_t d,
    const struct int8_kernels *, struct fail *);
void screen_free(struct screen *); /* NULL is fine */

/* Are the rounded candidates few enough bytes to be kept?  Then, from the second
 * run from the same place on, it pays for a single query too. */
int screen_keeps(const struct screen *);

/*
 * Candidates from `from` on, for q [m,d], as score_tiles_run() would
 * show them.  Returns where it stopped: n, or earlier, at the first candidate
 * that it has not looked at, where so many scores had to be made that it is no
 * gain; scores that could overflow are the caller's to refuse before.
 */
size_t screen_run(struct screen *, size_t from, size_t m, const float *q,
    const struct screen_use *);

#endif
