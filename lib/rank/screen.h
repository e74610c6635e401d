/*
 * screen - computes only the scores that can matter, by a proved bound.
 *
 * Among a million candidates, perhaps a thousand are near the best hundred.
 * The screen first multiplies rows rounded to bytes, 2 to 3 times as fast as a
 * score, and bounds how far the score can exceed this product.  A score is
 * computed only if the bound reaches the required value, with the arithmetic of
 * mm_score(), so that results have the same bits as without a screen.
 *
 * The bound.  Let x be the query, y the candidate, x^ and y^ the rounded rows
 * times their scales, ex = x - x^, ey = y - y^.  Then
 *
 *   x.y - x^.y^  =  ex.y^ + x.ey  <=  |ex| (|y| + |ey|) + |x| |ey|
 *
 * by the Cauchy-Schwarz inequality.  x^.y^ is the two scales times an exact
 * whole number.  The float score s is a sum of d products in chains, with at
 * most d + d / MM_CHAIN + 1 roundings of 2^-24 each (Higham 2002, section 3.1),
 * so |s - x.y| <= g |x| |y| with g = 1.01 (d + d / MM_CHAIN + 1) 2^-24, plus
 * less than d 2^-148 if products underflow.  Norms are rounded up, and the
 * comparison is of whole numbers with a margin of one.
 *
 * Letters: m queries, n candidates, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SCREEN_H
#define RANK_SCREEN_H

#include "base/base.h"

struct screen;
struct int8_kernels;

/* The caller's functions.  Candidates of a query come in order; several queries
 * run at once. */
struct screen_use {
	/* Returns the score that a candidate must exceed to matter for query
	 * i. */
	float (*least)(void *ctx, size_t i);

	/* Receives candidates at [n] of query i, ascending, with their scores s
	 * [n]: all whose score is above least(), and some others. */
	void (*take)(
	    void *ctx, size_t i, size_t n, const int32_t *at, const float *s);
	void *ctx;
};

/* Returns 1 if a screen is faster for lists of k, m queries at a time.  It is
 * not without the byte instructions, nor with few candidates. */
int screen_pays(size_t m, size_t n, size_t d, size_t k);

/* c [n,d] must outlive the result.  kernels NULL: the fast ones, which must
 * exist.  Returns NULL if memory runs out. */
struct screen *screen_new(const float *c, size_t n, size_t d,
    const struct int8_kernels *, struct fail *);
void screen_free(struct screen *); /* NULL is allowed */

/* Returns 1 if the screen keeps the rounded candidates in memory.  Then a
 * second run from the same place is faster even for a single query. */
int screen_keeps(const struct screen *);

/*
 * Runs candidates from `from` on against q [m,d], as score_tiles_run() would.
 * Returns the candidate at which it stopped: n, or the first unseen one if so
 * many scores were needed that the screen saves nothing.  The caller must have
 * refused scores that could overflow.
 */
size_t screen_run(struct screen *, size_t from, size_t m, const float *q,
    const struct screen_use *);

#endif
