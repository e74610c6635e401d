/*
 * optimizer_kernels - one step of an optimiser for a run of weights.
 *
 * Each function updates the weights w [n] and the optimiser's state for them,
 * slot[0] [n] and slot[1] [n], by the gradient g [n].  A NULL g means a
 * gradient of zeros.  In the equations g is already multiplied by `scale`, and
 * a step s ends in
 *
 *   w -= s                        without momentum: v is unused
 *   v = momentum v - s; w += v    with momentum
 *
 * Averages and velocities below the least normal number become 0.  Otherwise
 * they would stay denormal wherever a gradient stays 0, and many processors are
 * slow with denormals.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_OPTIMIZER_KERNELS_H
#define MATH_OPTIMIZER_KERNELS_H

#include "base/base.h"

/* The numbers of one step.  Each function reads those in its equations. */
struct optimizer_rates {
	real rate;
	real scale; /* factor of the gradient; 1 keeps it bit for bit */
	real momentum;
	real new1, new2; /* share of the newest value in an average: 1 - beta */
	real epsilon;
	real decay; /* share of a weight that decays, apart from the gradient */
};

/* acc += g^2; w -= rate g / (sqrt(acc) + epsilon); slots: acc */
void optimizer_kernel_adagrad(size_t n, real *w, real *const *slot,
    const real *g, const struct optimizer_rates *);

/* acc += g^2; s = rate g / sqrt(acc + epsilon); slots: acc, v */
void optimizer_kernel_adagrad_inside(size_t n, real *w, real *const *slot,
    const real *g, const struct optimizer_rates *);

/* s = rate g; slots: v */
void optimizer_kernel_sgd(size_t n, real *w, real *const *slot, const real *g,
    const struct optimizer_rates *);

/*
 * w -= decay w; m += new1 (g - m); q += new2 (g^2 - q); w -= rate m / (sqrt(q)
 * + epsilon); slots: m, q
 */
void optimizer_kernel_adam(size_t n, real *w, real *const *slot, const real *g,
    const struct optimizer_rates *);

/* q += new2 (g^2 - q); s = rate g / sqrt(q + epsilon); slots: q, v */
void optimizer_kernel_rmsprop(size_t n, real *w, real *const *slot,
    const real *g, const struct optimizer_rates *);

#endif
