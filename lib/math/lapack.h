/*
 * lapack - dense symmetric linear algebra by OpenBLAS, in float if not said otherwise.
 *
 * The one module that sees OpenBLAS; whoever uses it is linked with it.  Matrices
 * are symmetric [n,n], row after row; of each, only what is at and right of the
 * diagonal is read and written ("upper").
 *
 * The bytes depend on OpenBLAS's version, on the kernels that it picks for the
 * processor, and on the number of threads.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_LAPACK_H
#define MATH_LAPACK_H

#include "base/base.h"

/*
 * Before all else, by every thread that calls one of the others: how many threads
 * OpenBLAS may use for a call of it.
 */
void lapack_threads(int n);

/* Does it count right here?  Tries a small product, a factorisation and an inverse.
 * -1: names the kernels and what to do. */
int lapack_check(struct fail *);

/* What OpenBLAS calls the kernels it picked. */
const char *lapack_core(void);

/* Of a processor that OpenBLAS does not know it picks kernels of 2004.  What those are
 * called that this one can run, and that are several times faster; NULL: it picked
 * others.  It looks when it is loaded, at OPENBLAS_CORETYPE. */
const char *lapack_faster_core(void);

/* a += the sum of by x x' over the rows of x [k,n]. */
void lapack_add_squares(size_t n, size_t k, float by, const float *x, float *a);

/* a becomes its Cholesky factor.  -1: it is not positive definite. */
int lapack_factor(size_t n, float *a);

/* A factor becomes the inverse of what it is the factor of.  -1: singular. */
int lapack_invert(size_t n, float *a);

/* As lapack_add_squares(), in double. */
void lapack_add_squares_double(
    size_t n, size_t k, double by, const double *x, double *a);

/* The k largest eigenvalues of a, the largest first, and their eigenvectors of length
 * 1, vector [k,n].  What a was is lost.  -1: no memory, or they are not found. */
int lapack_eigenvectors(size_t n, double *a, size_t k, double *value,
    double *vector, struct fail *);

/* x [n], the right side, becomes the solution for a's factor. */
void lapack_solve(size_t n, const float *a, float *x);

#endif
