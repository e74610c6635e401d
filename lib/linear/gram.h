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
 * P = (G + lambda I)^-1 as a new, full matrix [V,V], freed by the caller.
 * row(ctx, i, sum) adds row i of G; only elements at and right of the diagonal
 * count. `more`: further bytes that the caller will need.  Returns NULL if
 * memory runs out, the matrix is singular, or OpenBLAS computes wrong results.
 */
float *gram_inverse(size_t items, double lambda, size_t more,
    void (*row)(void *ctx, size_t i, struct accum *sum), void *ctx,
    struct fail *);

#endif
