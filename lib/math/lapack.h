/*
 * lapack - dense symmetric linear algebra by OpenBLAS, in float unless stated
 * otherwise.
 *
 * Only this module uses OpenBLAS; programs that need the module are linked with
 * OpenBLAS.  Matrices are symmetric [n,n], stored row by row.  Only the upper
 * triangle is read and written: the diagonal and the elements right of it.
 *
 * Results depend on OpenBLAS's version, on the kernels that OpenBLAS selects
 * for the processor, and on the number of threads.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_LAPACK_H
#define MATH_LAPACK_H

#include "base/base.h"

/*
 * Sets how many threads OpenBLAS may use for one call.  Every thread that uses
 * this module calls this function first.
 */
void lapack_threads(int n);

/* Tests a small product, a factorisation and an inverse.  Returns -1 if
 * OpenBLAS computes wrong results on this machine; the message names the
 * kernels and a remedy. */
int lapack_check(struct fail *);

/* OpenBLAS's name for the kernels that it selected. */
const char *lapack_core(void);

/* On a processor that it does not know, OpenBLAS falls back to kernels for
 * processors of 2004.  Returns the name of kernels that are several times
 * faster on this processor; NULL if OpenBLAS did not fall back.  Users select
 * kernels with OPENBLAS_CORETYPE, which OpenBLAS reads when it is loaded. */
const char *lapack_faster_core(void);

/* a += by * the sum of x x' over the rows of x [k,n]. */
void lapack_add_squares(size_t n, size_t k, float by, const float *x, float *a);

/* Replaces a by its Cholesky factor.  Returns -1 if a is not positive
 * definite. */
int lapack_factor(size_t n, float *a);

/* Replaces the Cholesky factor of a matrix by the inverse of that matrix.
 * Returns -1 if the matrix is singular. */
int lapack_invert(size_t n, float *a);

/* lapack_add_squares() in double. */
void lapack_add_squares_double(
    size_t n, size_t k, double by, const double *x, double *a);

/* Computes the k largest eigenvalues of a, in descending order, and their
 * eigenvectors of length 1, vector [k,n].  Overwrites a.  Returns -1 if memory
 * runs out or if LAPACK fails. */
int lapack_eigenvectors(size_t n, double *a, size_t k, double *value,
    double *vector, struct fail *);

/* Solves A y = x for y, given the Cholesky factor a of A.  Replaces x [n] by
 * y. */
void lapack_solve(size_t n, const float *a, float *x);

#endif
