/*
 * vec - loops over vectors, as wide as the processor's own.
 *
 * One table of functions for each instruction set, picked when a program
 * first asks.  AVX2 and AVX-512 give the same bits: sums run in 16 lanes on
 * both.  The portable table, for anything else, differs in the last bits,
 * since it has no fused multiply-add.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_VEC_H
#define MATH_VEC_H

#include "base/base.h"

/* How many of s [n] are greater than x, and how many equal to it: added to. */
void vec_count(
    size_t n, const float *s, float x, uint64_t *greater, uint64_t *equal);

/* The places i, in order, where s[i] > x, to where [n]; how many. */
size_t vec_above(size_t n, const float *s, float x, int32_t *where);

/* The greatest of s [n], n > 0. */
real vec_max(size_t n, const real *s);

/* Is every one of x [n] finite? */
int vec_finite(size_t n, const real *x);

/* The name of the instruction set in use: portable, avx2, avx512. */
const char *vec_name(void);

#endif
