/*
 * mm_impl - the matrix product, for the tables in kernels.h.
 *
 * A block of MM_ROWS rows and 2 vectors of columns of c stays in registers
 * while k runs.  Each k costs two loads of b, MM_ROWS broadcasts of a and 2
 * MM_ROWS multiply-adds; the multiply-adds limit the speed.  Every element is
 * summed in the order of mm.h, so blocks of all shapes give the same bits.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_MM_IMPL_H
#define MATH_MM_IMPL_H

#include "math/kernels.h"
#include "math/mm.h"
#include "math/simd.h"

/*
 * Computes rows <= MM_ROWS times cols <= vecs * LANES columns of the product p.
 * The accumulators are registers if rows, vecs and whole are constants; whole
 * says that cols is exactly vecs * LANES.
 */
static inline __attribute__((always_inline)) void
mm_block(const size_t rows, const size_t vecs, const int whole, size_t cols,
    const struct kernels_mm *p)
{
	vreal acc[MM_ROWS][2];
	const size_t last = whole ? LANES : cols - (vecs - 1) * LANES;
	const size_t ai = p->ai, ak = p->ak, ldb = p->ldb;
	const real *a = p->a, *b = p->b;
	size_t i, j, k;

	for (i = 0; i < rows; i++)
		for (j = 0; j < vecs; j++)
			acc[i][j] = vset(0);
	for (k = p->k; k; k--, a += ak, b += ldb) {
		vreal bv[2];

		for (j = 0; j < vecs; j++)
			bv[j] = j + 1 < vecs || whole
			            ? vload(b + j * LANES)
			            : vload_part(b + j * LANES, last);
		for (i = 0; i < rows; i++) {
			vreal x = vset(a[i * ai]);

			for (j = 0; j < vecs; j++)
				acc[i][j] = vfma(x, bv[j], acc[i][j]);
		}
	}
	/* Two short loops, which the compiler unrolls: every index of an
	 * accumulator is then a constant. */
	for (i = 0; i < rows && p->add; i++)
		for (j = 0; j < vecs; j++)
			acc[i][j] = vadd(
			    acc[i][j], vload_part(p->c + i * p->ldc + j * LANES,
					   j + 1 < vecs ? LANES : last));
	for (i = 0; i < rows; i++)
		for (j = 0; j < vecs; j++)
			vstore_part(p->c + i * p->ldc + j * LANES, acc[i][j],
			    j + 1 < vecs ? LANES : last);
}

#define ROWS(r)                                                       \
	case r:                                                       \
		for (; p.m >= (r);                                    \
		     p.m -= (r), p.a += (r)*p.ai, p.c += (r)*p.ldc) { \
			if (p.n == 2 * LANES)                         \
				mm_block(r, 2, 1, p.n, &p);           \
			else if (p.n > LANES)                         \
				mm_block(r, 2, 0, p.n, &p);           \
			else if (p.n == LANES)                        \
				mm_block(r, 1, 1, p.n, &p);           \
			else                                          \
				mm_block(r, 1, 0, p.n, &p);           \
		}                                                     \
		break;

/* Computes m rows in blocks of `rows`, then the rest; n <= 2 LANES columns. */
static void
mm_rows(size_t rows, struct kernels_mm p)
{
	for (; p.m; rows = p.m) {
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
			return; /* not reached */
		}
	}
}

#ifdef vzip_low
/*
 * A product with one column (n = 1) and contiguous rows of a (ak = 1).
 * mm_block() would use one lane of each vector.  Here the lanes are rows: four
 * columns of LANES rows are transposed at a time.  Each row is read from memory
 * once, and the rows after the next ones are prefetched.  Returns the number of
 * rows computed: whole vectors of rows only.
 */
static size_t
mm_column(const struct kernels_mm *p)
{
	const size_t ld = p->ai, fours = p->k / 4 * 4;
	real column[LANES];
	size_t i, j, k;

	for (i = 0; i + LANES <= p->m; i += LANES) {
		const real *a = p->a + i * ld;
		vreal acc = vset(0), x[4];

		for (k = 0; k < fours; k += 4) {
			for (j = 0; j < LANES; j += 4)
				__builtin_prefetch(
				    a + 2 * LANES * ld + k * LANES + 4 * j);
			vload_turned(a + k, ld, x);
			for (j = 0; j < 4; j++)
				acc = vfma(
				    x[j], vset(p->b[(k + j) * p->ldb]), acc);
		}
		for (; k < p->k; k++) {
			for (j = 0; j < LANES; j++)
				column[j] = a[j * ld + k];
			acc = vfma(vload(column), vset(p->b[k * p->ldb]), acc);
		}
		vstore(column, acc);
		for (j = 0; j < LANES; j++) {
			real *c = p->c + (i + j) * p->ldc;

			*c = p->add ? column[j] + *c : column[j];
		}
	}
	return i;
}

/* Four columns of LANES rows at a time.  The last rows come once more with some
 * of those before. */
static void
mm_turn_kernel(
    size_t m, size_t n, const real *a, size_t lda, real *c, size_t ldc)
{
	const size_t fours = m < LANES ? 0 : n / 4 * 4;
	vreal x[4];
	size_t i, j, k, at;

	for (i = 0; fours && i < m; i += LANES) {
		at = size_min(i, m - LANES);
		for (j = 0; j < fours; j += 4) {
			vload_turned(a + at * lda + j, lda, x);
			for (k = 0; k < 4; k++)
				vstore(c + (j + k) * ldc + at, x[k]);
		}
	}
	for (j = fours; j < n; j++)
		for (i = 0; i < m; i++)
			c[j * ldc + i] = a[i * lda + j];
}
#else
#define mm_column(p) ((void)(p), (size_t)0)

static void
mm_turn_kernel(
    size_t m, size_t n, const real *a, size_t lda, real *c, size_t ldc)
{
	size_t i, j;

	for (j = 0; j < n; j++)
		for (i = 0; i < m; i++)
			c[j * ldc + i] = a[i * lda + j];
}
#endif

/*
 * The outer loop runs over chains of k, so that the chain's part of all
 * matrices stays in the second-level cache.  The inner loop runs over column
 * blocks, so that the block's part of b [MM_CHAIN, 2 LANES] stays in the
 * first-level cache for all rows of a.  All row blocks have about the same
 * size, because a block below 4 rows would wait for its own sums.
 */
static void
mm_kernel(const struct kernels_mm *all)
{
	const size_t blocks = (all->m + MM_ROWS - 1) / MM_ROWS;
	const size_t rows = blocks ? (all->m + blocks - 1) / blocks : 1;
	size_t j, k = 0;

	do { /* runs once even if k is 0: an empty sum is 0 */
		for (j = 0; j < all->n; j += 2 * LANES) {
			struct kernels_mm part = *all;

			part.n = size_min(all->n - j, 2 * LANES);
			part.k = size_min(all->k - k, MM_CHAIN);
			part.a += k * all->ak;
			part.b += k * all->ldb + j;
			part.add = all->add || k;
			part.c += j;
			if (part.n == 1 && part.ak == 1) {
				const size_t done = mm_column(&part);

				part.m -= done;
				part.a += done * part.ai;
				part.c += done * part.ldc;
			}
			mm_rows(size_min(rows, part.m), part);
		}
		k += MM_CHAIN;
	} while (k < all->k);
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
