/* vec - loops over vectors. */
/* SPDX-License-Identifier: MIT */
#include "math/vec.h"

#include <math.h>
#include <string.h>

#include "math/kernels.h"

void
vec_tanh(size_t n, real *x)
{
	kernels()->tanh(n, x);
}

void
vec_elu(size_t n, real *x, real a)
{
	kernels()->elu(n, x, a);
}

void
vec_bend(size_t n, real *x, const real *a, real low, real rate, real high)
{
	kernels()->bend(n, x, a, low, rate, high);
}

real
vec_max(size_t n, const real *s, const real *w)
{
	return kernels()->max(n, s, w);
}

double
vec_dot(size_t n, const real *x, const real *y)
{
	return kernels()->inner(n, x, y);
}

double
vec_exp_sum(size_t n, real *s, const real *w, real max)
{
	return kernels()->exp_sum(n, s, w, max);
}

void
vec_scale(size_t n, real *x, real a)
{
	kernels()->scale(n, x, a);
}

void
vec_add(size_t n, real *x, const real *y)
{
	kernels()->add(n, x, y);
}

void
vec_sum_rows(size_t n, real *x, const real *const *row, size_t rows)
{
	kernels()->sum_rows(n, x, row, rows);
}

void
vec_add_to_rows(size_t n, real *const *row, size_t rows, const real *x)
{
	kernels()->add_to_rows(n, row, rows, x);
}

void
vec_spread(size_t n, real *to, size_t rows, const int32_t *row, const real *w,
    const real *x)
{
	kernels()->spread(n, to, rows, row, w, x);
}

void
vec_blend(size_t n, real *x, real a, const real *y, real b)
{
	kernels()->blend(n, x, a, y, b);
}

void
vec_add_up(size_t n, double *sum, const real *x)
{
	size_t i;

	for (i = 0; i < n; i++)
		sum[i] += (double)x[i];
}

double
vec_squares(size_t n, const real *x)
{
	return kernels()->squares(n, x);
}

void
vec_count(size_t n, const real *s, real x, uint64_t *greater, uint64_t *equal)
{
	kernels()->count(n, s, x, greater, equal);
}

size_t
vec_above(size_t n, const real *s, real x, int32_t *where)
{
	return kernels()->above(n, s, x, where);
}

void
vec_mul(size_t n, real *to, const real *x, const real *y)
{
	size_t i;

	for (i = 0; i < n; i++)
		to[i] = x[i] * y[i];
}

real
vec_unit(size_t n, real *x)
{
	const real length = (real)sqrt(vec_squares(n, x));

	if (length > 0)
		vec_scale(n, x, 1 / length);
	return length;
}

int
vec_finite(size_t n, const real *x)
{
	return isfinite(vec_largest(n, x));
}

real
vec_largest(size_t n, const real *x)
{
	return kernels()->largest(n, x);
}

const char *
vec_name(void)
{
	return kernels()->name;
}
