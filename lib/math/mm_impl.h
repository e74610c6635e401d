/*
 * mm_impl - the matrix product of the tables in kernels.h.
 *
 * A block of MM_ROWS rows and 2 vectors of columns of c is held in registers
 * while k runs; each k costs two loads of b, MM_ROWS broadcasts of a, and
 * 2 MM_ROWS multiply-adds, which are the bound.  Every element is summed
 * as mm.h says, so that blocks of any shape give the same bits.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_MM_IMPL_H
#define MATH_MM_IMPL_H

#include "math/mm.h"
#include "math/simd.h"

/* The block's rows [rows <= MM_ROWS] times cols <= vecs * LANES columns; with
 * rows and vecs constants, the accumulators are registers. */
static inline __attribute__((always_inline)) void
mm_block(const size_t rows, const size_t vecs, size_t cols, size_t k,
    const real *a, size_t ai, size_t ak, const real *b, size_t ldb, int add,
    real *c, size_t ldc)
{
	vreal acc[MM_ROWS][2];
	const size_t last = cols - (vecs - 1) * LANES;
	size_t i, j, p;

	for (i = 0; i < rows; i++)
		for (j = 0; j < vecs; j++)
			acc[i][j] = vset(0);
	for (p = 0; p < k; p++, a += ak, b += ldb) {
		vreal bv[2];

		for (j = 0; j < vecs; j++)
			bv[j] = j + 1 < vecs || last == LANES
			            ? vload(b + j * LANES)
			            : vload_part(b + j * LANES, last);
		for (i = 0; i < rows; i++) {
			vreal x = vset(a[i * ai]);

			for (j = 0; j < vecs; j++)
				acc[i][j] = vfma(x, bv[j], acc[i][j]);
		}
	}
	for (i = 0; i < rows; i++) {
		for (j = 0; j < vecs; j++) {
			real *to = c + i * ldc + j * LANES;
			size_t n = j + 1 < vecs ? LANES : last;

			if (add)
				acc[i][j] = vadd(acc[i][j], vload_part(to, n));
			vstore_part(to, acc[i][j], n);
		}
	}
}

#define ROWS(r)                                                            \
	case r:                                                            \
		for (; m >= (r); m -= (r), a += (r)*ai, c += (r)*ldc) {    \
			if (cols == 2 * LANES)                             \
				mm_block(r, 2, 2 * LANES, k, a, ai, ak, b, \
				    ldb, add, c, ldc);                     \
			else if (cols > LANES)                             \
				mm_block(r, 2, cols, k, a, ai, ak, b, ldb, \
				    add, c, ldc);                          \
			else                                               \
				mm_block(r, 1, cols, k, a, ai, ak, b, ldb, \
				    add, c, ldc);                          \
		}                                                          \
		break;

/* m rows, so many at a time, and what is left. */
static void
mm_rows(size_t m, size_t rows, size_t cols, size_t k, const real *a, size_t ai,
    size_t ak, const real *b, size_t ldb, int add, real *c, size_t ldc)
{
	for (; m; rows = m) {
		switch (rows) {
			ROWS(1)
			ROWS(2)
			ROWS(3)
			ROWS(4)
#if MM_ROWS > 4
			ROWS(5)
			ROWS(6)
#endif
#if MM_ROWS > 6
			ROWS(7)
			ROWS(8)
			ROWS(9)
			ROWS(10)
			ROWS(11)
			ROWS(12)
#endif
		default:
			return; /* it never comes here */
		}
	}
}

/*
 * Parts of k outside, so that all of them that is in use stays in the second
 * cache; then column blocks, so that a part of b [MM_CHAIN, 2 LANES] stays in
 * the first while the rows of a go by: in blocks of much the same size, since
 * one of below 4 rows would wait for its own sums.
 */
static void
mm_kernel(size_t m, size_t n, size_t k, const real *a, size_t ai, size_t ak,
    const real *b, size_t ldb, int add, real *c, size_t ldc)
{
	const size_t blocks = (m + MM_ROWS - 1) / MM_ROWS;
	const size_t rows = blocks ? (m + blocks - 1) / blocks : 1;
	size_t j, p = 0;

	do { /* once if k is 0: the sum of nothing is 0 */
		size_t part = size_min(k - p, MM_CHAIN);

		for (j = 0; j < n; j += 2 * LANES)
			mm_rows(m, rows, size_min(n - j, 2 * LANES), part,
			    a + p * ak, ai, ak, b + p * ldb + j, ldb, add || p,
			    c + j, ldc);
		p += MM_CHAIN;
	} while (p < k);
}

/* The sum of mm.h for one pair. */
static real
mm_dot(size_t n, const real *a, const real *b)
{
	real out[LANES];
	vreal sum = vset(0);
	size_t i, p;

	for (p = 0; p < n; p += MM_CHAIN) {
		vreal s = vset(0);

		for (i = p; i < n && i < p + MM_CHAIN; i++)
			s = vfma(vset(a[i]), vset(b[i]), s);
		sum = p ? vadd(s, sum) : s;
	}
	vstore(out, sum);
	return out[0];
}

#endif
