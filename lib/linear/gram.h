/*
 * gram - a dense symmetric matrix over all pairs of items, and its inverse.
 *
 * Letters: V items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_GRAM_H
#define LINEAR_GRAM_H

#include "base/base.h"

struct accum;

/*
 * Returns P = (G + lambda I)^-1 as a new, full matrix [V,V], which the caller
 * frees.  row(ctx, i, sum) adds row i of G; only elements on the diagonal and
 * right of it are used.  `more`: further bytes that the caller will need.
 * Returns NULL if memory runs out, the matrix is singular, or OpenBLAS computes
 * wrong results.
 */
float *gram_inverse(size_t items, double lambda, size_t more,
    void (*row)(void *ctx, size_t i, struct accum *sum), void *ctx,
    struct fail *);

#endif
