/*
 * vec - loops over vectors, as wide as the processor's own.
 *
 * One table of functions for each instruction set, picked once, when a program
 * first asks: see kernels.h.  AVX2 and AVX-512 give the same bits: sums run in
 * 16 lanes on both.  The portable table, for anything else, differs in the last
 * bits, since it has no fused multiply-add.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_VEC_H
#define MATH_VEC_H

#include "base/base.h"

/* Asks memory for x [n], which will be wanted soon: rows that are far apart, of
 * which no processor guesses the next.  VEC_AHEAD of them under way are enough. */
#define VEC_AHEAD 4
static inline void
vec_ask(size_t n, const real *x)
{
	size_t i;

	for (i = 0; i < n; i += 64 / sizeof(real))
		__builtin_prefetch(x + i);
}

/* How many of s [n] are greater than x, and how many equal to it: added to. */
void vec_count(
    size_t n, const real *s, real x, uint64_t *greater, uint64_t *equal);

/* The places i, in order, where s[i] > x, to where [n]; how many. */
size_t vec_above(size_t n, const real *s, real x, int32_t *where);

/* x [n] = tanh(x), within 1.5 ulp, denormals within 1 of the last place; NaN
 * stays NaN. */
void vec_tanh(size_t n, real *x);

/* x [n] = x where x >= 0, a (exp(x) - 1) below, to 5 ulp however near 0. */
void vec_elu(size_t n, real *x, real a);

/* x [n] *= (a < 0 ? low + rate a : high): slopes of bent lines; a may be x. */
void vec_bend(size_t n, real *x, const real *a, real low, real rate, real high);

/* The greatest of those s [n] whose w [n] is above 0; minus infinity of none. */
real vec_max(size_t n, const real *s, const real *w);

/* The sum of x [n] y [n]; y NULL: of x. */
double vec_dot(size_t n, const real *x, const real *y);

/* s [n] = w exp(s - max); returns its sum.  exp() is held to
 * at least 1.2e-38 and to a finite value above, so that w = 0 leaves out. */
double vec_exp_sum(size_t n, real *s, const real *w, real max);

void vec_scale(size_t n, real *x, real a);      /* x [n] *= a */
void vec_add(size_t n, real *x, const real *y); /* x [n] += y [n] */

/* x [n] = row[0] + row[1] + ..., from the left, of one row and more. */
void vec_sum_rows(size_t n, real *x, const real *const *row, size_t rows);

/* Each row [n] += x [n]; rows may be the same. */
void vec_add_to_rows(size_t n, real *const *row, size_t rows, const real *x);

/* x [n] = a x + b y */
void vec_blend(size_t n, real *x, real a, const real *y, real b);

void vec_mul(size_t n, real *to, const real *x, const real *y); /* to = x y */

/* Divides x [n] by its Euclidean length, which is returned; 0 stays 0. */
real vec_unit(size_t n, real *x);

/* sum [n] += x [n], for sums of so many terms that float would round them. */
void vec_add_up(size_t n, double *sum, const real *x);

/* The sum of the squares of x [n]: the same bits from every table. */
double vec_squares(size_t n, const real *x);

/* Is every one of x [n] finite? */
int vec_finite(size_t n, const real *x);

/* The largest |x|; infinite, if one is not finite; 0 of none. */
real vec_largest(size_t n, const real *x);

/* The name of the instruction set in use: portable, avx2, avx512. */
const char *vec_name(void);

#endif
