/* pairwise - the elementwise parts of pairwise losses. */
/* SPDX-License-Identifier: MIT */
#include "math/pairwise.h"

#include "math/kernels.h"

double
pairwise_softplus(size_t n, real *s, const real *w, real x, double *slope)
{
	return kernels()->softplus(n, s, w, x, slope);
}

void
pairwise_top1(size_t n, real *s, const real *e, real x, real c, double sum[2])
{
	kernels()->top1(n, s, e, x, c, sum);
}

void
pairwise_bpr_max(size_t n, const real *s, const real *e, const real *w, real x,
    real max, real *u, double sum[5])
{
	kernels()->bpr_max(n, s, e, w, x, max, u, sum);
}

void
pairwise_bpr_max_back(size_t n, real *s, const real *e, const real *w,
    const real *u, const real k[5])
{
	kernels()->bpr_max_back(n, s, e, w, u, k);
}
