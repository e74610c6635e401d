/*
 * mm - products of a tile of queries with many candidates, at machine speed.
 *
 * The candidates c [n,d] are packed once, in panels whose rows stand side by
 * side, and then serve many tiles.  Every score is summed in the order of the
 * columns, in chains of up to MM_CHAIN of them,
 *
 *   s = fma(q[127], c[127], ... fma(q[1], c[1], q[0] * c[0]))
 *
 * that are then added one after the other, whatever the tile, the panel or the
 * width of the machine's vectors: a score depends on its two rows alone, so
 * that equal items have equal scores and mm_score() gives the very bits that
 * mm_scores() does, on every processor.  Without the cut into chains the rounding of a sum of thousands
 * would be felt: at the start of a training, where all rows are much alike, its
 * errors are too, and do not cancel.
 *
 * The other two products, for gradients and cells, are summed alike over k.
 *
 * Letters: m queries of a tile, n candidates, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_MM_H
#define MATH_MM_H

#include "base/base.h"

#define MM_PANEL 32  /* candidates in a panel */
#define MM_CHAIN 128 /* products added up before their sum is */

/* How many numbers c [n,d] takes when packed: d times n rounded up to a whole
 * number of panels.  Panels are independent: candidate i stands in panel i /
 * MM_PANEL, which starts at number i / MM_PANEL * MM_PANEL * d. */
size_t mm_packed(size_t n, size_t d);

/*
 * How far apart rows of scores with n candidates stand best: room for whole
 * panels, and not a power of two, where all rows of a block would share a few
 * sets of the first cache (a tenth of the time).
 */
size_t mm_stride(size_t n);

/* packed [mm_packed(n,d)] from c [n,d]; the last panel is filled with zeros. */
void mm_pack(size_t n, size_t d, const real *c, real *packed);

/*
 * s [m,n] = q [m,d] c'.  lds >= n rounded up to a whole number of panels: the
 * columns past n are written too, with the zeros' scores.
 */
void mm_scores(size_t m, size_t n, size_t d, const real *q, const real *packed,
    real *s, size_t lds);

/* The score of one pair, the same bits. */
real mm_score(size_t d, const real *q, const real *c);

/* c [m,n] = a [m,k] b [k,n], added to c if add; a's rows are lda apart. */
void mm_nn(size_t m, size_t n, size_t k, const real *a, size_t lda,
    const real *b, int add, real *c);

/* c [m,n] = a' b with a [k,m], b [k,n], added to c if add. */
void mm_tn(size_t m, size_t n, size_t k, const real *a, size_t lda,
    const real *b, int add, real *c);

/* The same of parts of wider matrices, whose rows are lda, ldb, ldc apart. */
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

#endif
