/* optimizer_kernels - one step of an optimiser for a run of weights. */
/* SPDX-License-Identifier: MIT */
#include "math/optimizer_kernels.h"

#include "math/kernels.h"

void
optimizer_kernel_adagrad(size_t n, real *w, real *const *slot, const real *g,
    const struct optimizer_rates *d)
{
	kernels()->adagrad(n, w, slot, g, d);
}

void
optimizer_kernel_adagrad_inside(size_t n, real *w, real *const *slot,
    const real *g, const struct optimizer_rates *d)
{
	kernels()->adagrad_inside(n, w, slot, g, d);
}

void
optimizer_kernel_sgd(size_t n, real *w, real *const *slot, const real *g,
    const struct optimizer_rates *d)
{
	kernels()->sgd(n, w, slot, g, d);
}

void
optimizer_kernel_adam(size_t n, real *w, real *const *slot, const real *g,
    const struct optimizer_rates *d)
{
	kernels()->adam(n, w, slot, g, d);
}

void
optimizer_kernel_rmsprop(size_t n, real *w, real *const *slot, const real *g,
    const struct optimizer_rates *d)
{
	kernels()->rmsprop(n, w, slot, g, d);
}
