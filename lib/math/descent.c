/* descent - one step of an optimiser along a run of weights, in one pass. */
/* SPDX-License-Identifier: MIT */
#include "math/descent.h"

#include "math/kernels.h"

void
descent_adagrad(size_t n, real *w, real *const *slot, const real *g,
    const struct descent *d)
{
	kernels()->adagrad(n, w, slot, g, d);
}

void
descent_adagrad_inside(size_t n, real *w, real *const *slot, const real *g,
    const struct descent *d)
{
	kernels()->adagrad_inside(n, w, slot, g, d);
}

void
descent_sgd(size_t n, real *w, real *const *slot, const real *g,
    const struct descent *d)
{
	kernels()->sgd(n, w, slot, g, d);
}

void
descent_adam(size_t n, real *w, real *const *slot, const real *g,
    const struct descent *d)
{
	kernels()->adam(n, w, slot, g, d);
}

void
descent_rmsprop(size_t n, real *w, real *const *slot, const real *g,
    const struct descent *d)
{
	kernels()->rmsprop(n, w, slot, g, d);
}
