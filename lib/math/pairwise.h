/*
 * pairwise - the elementwise parts of pairwise losses.
 *
 * nn/loss_bpr, loss_top1 and loss_gbce combine them.  Scores s [N] are compared
 * with one score x.  They have weights w [N], or e [N] = w exp(s - max).
 * Below, sigma(d) = 1 / (1 + exp(-d)), and slope(d) = sigma(d) sigma(-d) is its
 * derivative; both are accurate to a few ulp for any d.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_PAIRWISE_H
#define MATH_PAIRWISE_H

#include "base/base.h"

/*
 * Returns the sum of w ln(1 + exp(s - x)), which is -w ln sigma(x - s).
 * Replaces s by the derivatives w sigma(s - x); *slope is their sum.
 */
double pairwise_softplus(
    size_t n, real *s, const real *w, real x, double *slope);

/*
 * With f = sigma(s - x) + sigma(s^2):
 *
 *   sum = { sum_n e f, sum_n e slope(s - x) },   s = e (df/ds + c f)
 */
void pairwise_top1(
    size_t n, real *s, const real *e, real x, real c, double sum[2]);

/*
 * u [N] = sigma(s - x); sum holds the sums of
 *
 *   e u,   e u (1 - u),   w u,   w u^2,   e (s^2 - max^2)
 */
void pairwise_bpr_max(size_t n, const real *s, const real *e, const real *w,
    real x, real max, real *u, double sum[5]);

/* s = e (k0 + k1 u (2 - u) + k2 (s^2 - k4^2 + 2 s)) + k3 w u (1 - u) */
void pairwise_bpr_max_back(size_t n, real *s, const real *e, const real *w,
    const real *u, const real k[5]);

#endif
