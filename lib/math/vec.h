/*
 * vec - loops over vectors.
 *
 * Each function calls the table of the instruction set in use; see kernels.h.
 * All tables give the same bits: they sum in 16 lanes, whatever their width.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_VEC_H
#define MATH_VEC_H

#include "base/base.h"

/* Prefetches x [n], for rows that are far apart in an order that the processor
 * cannot guess.  VEC_AHEAD such rows at a time are enough. */
#define VEC_AHEAD 4
static inline void
vec_ask(size_t n, const real *x)
{
	size_t i;

	for (i = 0; i < n; i += 64 / sizeof(real))
		__builtin_prefetch(x + i);
}

/* Adds to *greater and *equal how many of s [n] are greater than x and equal
 * to x. */
void vec_count(
    size_t n, const real *s, real x, uint64_t *greater, uint64_t *equal);

/* Writes the indices i with s[i] > x to where [n], in ascending order.  Returns
 * their number. */
size_t vec_above(size_t n, const real *s, real x, int32_t *where);

/* x [n] = tanh(x), within 1.5 ulp; denormals within 1 in the last place.
 * NaN stays NaN. */
void vec_tanh(size_t n, real *x);

/* x [n] = x where x >= 0, a (exp(x) - 1) below; within 5 ulp even near 0. */
void vec_elu(size_t n, real *x, real a);

/* x [n] *= (a < 0 ? low + rate a : high): slopes of piecewise functions.  a
 * may be x. */
void vec_bend(size_t n, real *x, const real *a, real low, real rate, real high);

/* The maximum of those s [n] with w [n] > 0; minus infinity if there are
 * none. */
real vec_max(size_t n, const real *s, const real *w);

/* The sum of x [n] y [n]; the sum of x if y is NULL. */
double vec_dot(size_t n, const real *x, const real *y);

/* s [n] = w exp(s - max); returns the sum.  exp() is clamped to 1.2e-38 below
 * and to a finite value above, so that w = 0 always gives 0. */
double vec_exp_sum(size_t n, real *s, const real *w, real max);

void vec_scale(size_t n, real *x, real a);      /* x [n] *= a */
void vec_add(size_t n, real *x, const real *y); /* x [n] += y [n] */

/* x [n] = row[0] + row[1] + ..., added from the left; rows >= 1. */
void vec_sum_rows(size_t n, real *x, const real *const *row, size_t rows);

/* Each row [n] += x [n]; rows may be the same. */
void vec_add_to_rows(size_t n, real *const *row, size_t rows, const real *x);

/* Row row[k] of to [.,n] += w[k] x [n], for k = 0, 1, ... in turn. */
void vec_spread(size_t n, real *to, size_t rows, const int32_t *row,
    const real *w, const real *x);

/* x [n] = a x + b y */
void vec_blend(size_t n, real *x, real a, const real *y, real b);

void vec_mul(size_t n, real *to, const real *x, const real *y); /* to = x y */

/* Divides x [n] by its Euclidean length and returns the length.  Zeros stay
 * 0. */
real vec_unit(size_t n, real *x);

/* sum [n] += x [n], for sums of many terms that would be inexact in float. */
void vec_add_up(size_t n, double *sum, const real *x);

/* The sum of the squares of x [n]. */
double vec_squares(size_t n, const real *x);

/* Returns 1 if all of x [n] are finite. */
int vec_finite(size_t n, const real *x);

/* The largest |x|; infinity if one is not finite; 0 if n is 0. */
real vec_largest(size_t n, const real *x);

/* The name of the instruction set in use, such as avx2. */
const char *vec_name(void);

#endif
