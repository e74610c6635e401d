/*
 * pca - principal components: the directions in which vectors differ most.
 *
 *   S = 1/n sum_i (x_i - m) (x_i - m)',   S a_k = v_k a_k,   v_1 >= v_2 >= ...
 *   y_ik = a_k (x_i - m)
 *
 * Pearson 1901; Jolliffe 2002, section 1.1.  The eigenvectors are LAPACK's, in
 * double.  A sign is chosen, so that a map is not turned by chance: of each a_k the
 * element that is largest in magnitude is positive.
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
	double *axis;     /* [K,D] of length 1 */
	double *variance; /* [K] along each */
	double total;     /* of all columns */
};

/* The first k components of x [n,d], 0 < k <= d.  -1: no memory, or vectors that are
 * all the same.  Freed by pca_free() in any case. */
int pca_fit(
    struct pca *, size_t n, size_t d, const float *x, size_t k, struct fail *);

/* The coordinates y [k] of x [d]. */
void pca_apply(const struct pca *, const float *x, float *y);

void pca_free(struct pca *);

#endif
