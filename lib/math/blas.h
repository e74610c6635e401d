/*
 * blas - the matrix products that the rest is made of, on one thread.
 *
 * Callers cut their work into tiles that fit a cache and run the tiles in
 * parallel; so a product here never starts threads itself.  Matrices are
 * row-major and dense: a row of the next follows the last of the one before,
 * unless a leading dimension (ld...) is given.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_BLAS_H
#define MATH_BLAS_H

#include "base/base.h"

/* c [m,n] = beta c + a [m,k] b [k,n] */
void blas_nn(size_t m, size_t n, size_t k, const real *a, size_t lda,
    const real *b, size_t ldb, real beta, real *c, size_t ldc);

/* c [m,n] = beta c + a [m,k] b' with b [n,k] */
void blas_nt(size_t m, size_t n, size_t k, const real *a, size_t lda,
    const real *b, size_t ldb, real beta, real *c, size_t ldc);

/* c [m,n] = beta c + a' b with a [k,m], b [k,n] */
void blas_tn(size_t m, size_t n, size_t k, const real *a, size_t lda,
    const real *b, size_t ldb, real beta, real *c, size_t ldc);

/* The library's words about itself and the kernels it picked. */
const char *blas_about(void);

#endif
