/*
 * gram - a dense symmetric matrix of all items with all items, and its inverse.
 *
 * Letters: V items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_GRAM_H
#define LINEAR_GRAM_H

#include "base/base.h"

struct accum;

/*
 * P = (G + lambda I)^-1 as a new matrix [V,V], whole, for the caller to free: row(ctx,
 * i, sum) adds row i of G, of which only what is at and right of the diagonal
 * counts.  `more` are the bytes that the caller will need beside it.  NULL: they
 * and the matrix are more than there is of memory, the matrix is singular, or
 * OpenBLAS counts wrong.
 */
float *gram_inverse(size_t items, double lambda, size_t more,
    void (*row)(void *ctx, size_t i, struct accum *sum), void *ctx,
    struct fail *);

#endif
