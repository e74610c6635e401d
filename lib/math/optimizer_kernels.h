/*
 * optimizer_kernels - one step of an optimiser along a run of weights, in one pass.
 *
 * Each function changes weights w [n], and the numbers kept for them in slot[0]
 * [n] and slot[1] [n], by the gradient g [n]; g NULL is a gradient of zeros.
 * Below, g is what comes after the multiplication by `scale`, and a step s ends
 * in
 *
 *   w -= s                        without momentum: v is neither read nor kept
 *   v = momentum v - s; w += v    with
 *
 * Averages and velocities smaller than the least normal number become 0: where
 * a gradient stays 0 they would wait among the denormals for ever, which many
 * processors work out slowly.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_OPTIMIZER_KERNELS_H
#define MATH_OPTIMIZER_KERNELS_H

#include "base/base.h"

/* The numbers of one step; a function reads those that its equations name. */
struct optimizer_rates {
	real rate;
	real scale; /* of the gradient: 1 leaves it as it is, bit for bit */
	real momentum;
	real new1, new2; /* how much of an average is the newest: 1 - beta */
	real epsilon;
	real decay; /* how much of a weight goes, apart from the gradient */
};

/* acc += g^2; w -= rate g / (sqrt(acc) + epsilon)       slots: acc */
void optimizer_kernel_adagrad(size_t n, real *w, real *const *slot,
    const real *g, const struct optimizer_rates *);

/* acc += g^2; s = rate g / sqrt(acc + epsilon)          slots: acc, v */
void optimizer_kernel_adagrad_inside(size_t n, real *w, real *const *slot,
    const real *g, const struct optimizer_rates *);

/* s = rate g                                            slots: v */
void optimizer_kernel_sgd(size_t n, real *w, real *const *slot, const real *g,
    const struct optimizer_rates *);

/*
 * w -= decay w; m += new1 (g - m); q += new2 (g^2 - q);
 * w -= rate m / (sqrt(q) + epsilon)                     slots: m, q
 */
void optimizer_kernel_adam(size_t n, real *w, real *const *slot, const real *g,
    const struct optimizer_rates *);

/* q += new2 (g^2 - q); s = rate g / sqrt(q + epsilon)   slots: q, v */
void optimizer_kernel_rmsprop(size_t n, real *w, real *const *slot,
    const real *g, const struct optimizer_rates *);

#endif
