/*
 * mm - matrix products: scores of a tile of queries with many candidates.
 *
 * The candidates c [n,d] are packed once, into panels whose rows stand side by
 * side, and then serve many tiles.  Every score is summed in column order, in
 * chains of up to MM_CHAIN columns,
 *
 *   s = fma(q[127], c[127], ... fma(q[1], c[1], q[0] * c[0]))
 *
 * and the chains are then added one after the other.  This order is the same
 * for every tile, panel and vector width.  So a score depends only on its two
 * rows: equal items have equal scores, and mm_score() gives the bits of
 * mm_scores() on every processor.  The chains keep the rounding error of long
 * sums small.  Such errors matter at the start of training: all rows are
 * similar then, so their errors are similar too and do not cancel.
 *
 * The other two products, for gradients and layers, are summed over k in the
 * same way.
 *
 * Letters: m queries of a tile, n candidates, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_MM_H
#define MATH_MM_H

#include "base/base.h"

#define MM_PANEL 32  /* candidates in a panel */
#define MM_CHAIN 128 /* products in a chain */

/* The size of c [n,d] when packed: d times n rounded up to whole panels.
 * Panels are independent.  Candidate i is in panel i / MM_PANEL, which
 * starts at number i / MM_PANEL * MM_PANEL * d. */
size_t mm_packed(size_t n, size_t d);

/*
 * The best distance between rows of n scores: whole panels, and no power of
 * two.  With a power of two all rows of a block would share a few sets of the
 * first-level cache, which costs a tenth of the time.
 */
size_t mm_stride(size_t n);

/* Packs c [n,d] into packed [mm_packed(n,d)]; zeros fill the last panel. */
void mm_pack(size_t n, size_t d, const real *c, real *packed);

/*
 * s [m,n] = q [m,d] c'.  lds is at least n rounded up to whole panels: the
 * columns past n are written too, with the scores of zeros.
 */
void mm_scores(size_t m, size_t n, size_t d, const real *q, const real *packed,
    real *s, size_t lds);

/* The score of one pair, with the bits of mm_scores(). */
real mm_score(size_t d, const real *q, const real *c);

/* c [m,n] = a [m,k] b [k,n], or c += a b if add; a's rows are lda apart. */
void mm_nn(size_t m, size_t n, size_t k, const real *a, size_t lda,
    const real *b, int add, real *c);

/* c [m,n] = a' b with a [k,m] and b [k,n], or c += a' b if add. */
void mm_tn(size_t m, size_t n, size_t k, const real *a, size_t lda,
    const real *b, int add, real *c);

/* The same products for parts of wider matrices, whose rows are lda, ldb and
 * ldc apart. */
struct mm {
	size_t m, n, k;
	const real *a;
	size_t lda;
	const real *b; /* [k,n] */
	size_t ldb;
	int add;
	real *c; /* [m,n] */
	size_t ldc;
};
void mm_nn_in(const struct mm *); /* a [m,k] */
void mm_tn_in(const struct mm *); /* a [k,m] */

/* c [n,m] = a', the transpose of a [m,n]. */
void mm_turn(
    size_t m, size_t n, const real *a, size_t lda, real *c, size_t ldc);

#endif
