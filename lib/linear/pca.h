/*
 * pca - principal components: the directions of greatest variance.
 *
 *   S = 1/n sum_i (x_i - m) (x_i - m)',   S a_k = v_k a_k,   v_1 >= v_2 >= ...
 *   y_ik = a_k (x_i - m)
 *
 * Pearson 1901; Jolliffe 2002, section 1.1.  LAPACK computes the eigenvectors,
 * in double.  The element of a_k that is largest in magnitude is made positive,
 * so that the sign does not depend on chance.
 *
 * Letters: N vectors, D columns, K components.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_PCA_H
#define LINEAR_PCA_H

#include "base/base.h"

struct pca {
	size_t d, k;
	double *mean;     /* [D] */
	double *axis;     /* [K,D] unit vectors */
	double *variance; /* [K] along each axis */
	double total;     /* variance of all columns together */
};

/* Computes the first k components of x [n,d], 0 < k <= d.  Returns -1 if memory
 * runs out, or all vectors are equal.  Free it with pca_free(), even after a
 * failure. */
int pca_fit(
    struct pca *, size_t n, size_t d, const float *x, size_t k, struct fail *);

/* Computes the coordinates y [k] of x [d] along the axes. */
void pca_apply(const struct pca *, const float *x, float *y);

void pca_free(struct pca *);

#endif
