/*
 * vec_impl - the loops of vec.h, for the tables in kernels.h.
 *
 * Sums run in 16 lanes, whatever the width of a vector, and the lanes are added
 * in one order.  So all tables agree in every bit.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_VEC_IMPL_H
#define MATH_VEC_IMPL_H

#include "math/exp_impl.h"
#include "math/simd.h"

#define SUM_LANES 16
#define SUM_VECS (SUM_LANES / LANES)

static void
tanh_kernel(size_t n, real *x)
{
	size_t i, part;

	for (i = 0; i < n; i += part) {
		part = size_min(n - i, LANES);
		vput(x + i, vtanh(vget(x + i, part)), part);
	}
}

/* For x < 0: exp(x) - 1 = 2 t / (1 - t) with t = tanh(x / 2), which is
 * accurate near 0. */
static void
elu_kernel(size_t n, real *x, real a)
{
	const vreal zero = vset(0);
	size_t i, part;

	for (i = 0; i < n; i += part) {
		vreal v, t;

		part = size_min(n - i, LANES);
		v = vget(x + i, part);
		t = vtanh(vmul(vset((real)0.5), v));
		t = vdiv(vmul(vset(2 * a), t), vsub(vset(1), t));
		vput(x + i, vif_less(v, zero, t, v), part);
	}
}

/* x *= (a < 0 ? low + rate a : high) */
static void
bend_kernel(size_t n, real *x, const real *a, real low, real rate, real high)
{
	size_t i, part;

	for (i = 0; i < n; i += part) {
		vreal v, f;

		part = size_min(n - i, LANES);
		v = vget(a + i, part);
		f = vfma(vset(rate), v, vset(low));
		f = vif_less(v, vset(0), f, vset(high));
		vput(x + i, vmul(vget(x + i, part), f), part);
	}
}

/* The largest |x|; infinity if one is not finite, because then x * 0 is NaN. */
static real
largest_kernel(size_t n, const real *x)
{
	const vreal zero = vset(0);
	vreal m[4] = {zero, zero, zero, zero},
	      odd[4] = {zero, zero, zero, zero};
	real out[LANES], most = 0, no_number = 0;
	size_t i, j;

	for (i = 0; i + 4 * LANES <= n; i += 4 * LANES) {
		for (j = 0; j < 4; j++) {
			const vreal v = vload(x + i + j * LANES);

			m[j] = vmax(vabs(v), m[j]);
			odd[j] = vfma(v, zero, odd[j]);
		}
	}
	vstore(out, vmax(vmax(m[0], m[1]), vmax(m[2], m[3])));
	for (j = 0; j < LANES; j++)
		most = out[j] > most ? out[j] : most;
	vstore(out, vadd(vadd(odd[0], odd[1]), vadd(odd[2], odd[3])));
	for (j = 0; j < LANES; j++)
		no_number += out[j];
	for (; i < n; i++) {
		no_number += x[i] * 0;
		most = (x[i] < 0 ? -x[i] : x[i]) > most
		           ? (x[i] < 0 ? -x[i] : x[i])
		           : most;
	}
	return no_number == 0 ? most : (real)INFINITY;
}

/* Four maxima at a time, because each maximum waits for the one before. */
static real
max_kernel(size_t n, const real *x, const real *w)
{
	const vreal zero = vset(0), least = vset(-(real)INFINITY);
	vreal m[4] = {least, least, least, least};
	real out[LANES], best = -(real)INFINITY;
	size_t i, j;

	for (i = 0; i + 4 * LANES <= n; i += 4 * LANES) {
		for (j = 0; j < 4; j++) {
			const size_t at = i + j * LANES;

			m[j] = vmax(
			    vif_less(zero, vload(w + at), vload(x + at), least),
			    m[j]);
		}
	}
	vstore(out, vmax(vmax(m[0], m[1]), vmax(m[2], m[3])));
	for (j = 0; j < LANES; j++)
		best = out[j] > best ? out[j] : best;
	for (; i < n; i++)
		best = w[i] > 0 && x[i] > best ? x[i] : best;
	return best;
}

/* Adds 16 lanes by repeatedly adding the halves. */
static inline double
fold_double(double *s)
{
	size_t i, n;

	for (n = SUM_LANES / 2; n; n /= 2)
		for (i = 0; i < n; i++)
			s[i] += s[i + n];
	return s[0];
}

static inline double
fold(const real *lane)
{
	double s[SUM_LANES];
	size_t i;

	for (i = 0; i < SUM_LANES; i++)
		s[i] = (double)lane[i];
	return fold_double(s);
}

/* The square of a float is exact in double, so a fused multiply-add makes no
 * difference. */
static double
squares_kernel(size_t n, const real *x)
{
	double s[SUM_LANES] = {0};
	size_t i, j;

	for (i = 0; i + SUM_LANES <= n; i += SUM_LANES)
		for (j = 0; j < SUM_LANES; j++)
			s[j] += (double)x[i + j] * (double)x[i + j];
	for (j = 0; i < n; i++, j++)
		s[j] += (double)x[i] * (double)x[i];
	return fold_double(s);
}

/* Adds the 16 lanes of whole vectors. */
static inline double
fold_vecs(const vreal *sum)
{
	real lane[SUM_LANES];
	size_t j;

	for (j = 0; j < SUM_VECS; j++)
		vstore(lane + j * LANES, sum[j]);
	return fold(lane);
}

static double
inner_kernel(size_t n, const real *x, const real *y)
{
	vreal sum[SUM_VECS];
	size_t i, j, part;

	for (j = 0; j < SUM_VECS; j++)
		sum[j] = vset(0);
	for (i = j = 0; i < n; i += part, j = (j + 1) % SUM_VECS) {
		part = size_min(n - i, LANES);
		sum[j] = vfma(
		    vget(x + i, part), y ? vget(y + i, part) : vset(1), sum[j]);
	}
	return fold_vecs(sum);
}

/* s = w exp(s - max); returns the sum of the new s. */
static double
exp_sum_kernel(size_t n, real *s, const real *w, real max)
{
	real most[LANES];
	vreal sum[SUM_VECS], m = vset(max);
	size_t i, j;

	vstore(most, m);
	for (j = 0; j < SUM_VECS; j++)
		sum[j] = vset(0);
	for (i = 0; i + SUM_LANES <= n; i += SUM_LANES) {
		for (j = 0; j < SUM_VECS; j++) {
			real *p = s + i + j * LANES;
			vreal e = vmul(vexp_clamped(vsub(vload(p), m)),
			    vload(w + i + j * LANES));

			sum[j] = vadd(sum[j], e);
			vstore(p, e);
		}
	}
	for (j = 0; i < n; i += LANES, j++) {
		size_t part = size_min(n - i, LANES);
		/* The lanes past the end must be 0 and not 0 - max:
		 * exp(-max) may be infinite, and infinity times 0 is NaN. */
		vreal d = vsub(vload_part(s + i, part), vload_part(most, part));
		vreal e = vmul(vexp_clamped(d), vload_part(w + i, part));

		sum[j] = vadd(sum[j], e);
		vstore_part(s + i, e, part);
	}
	return fold_vecs(sum);
}

static void
scale_kernel(size_t n, real *x, real a)
{
	size_t i;

	for (i = 0; i + LANES <= n; i += LANES)
		vstore(x + i, vmul(vload(x + i), vset(a)));
	for (; i < n; i++)
		x[i] *= a;
}

static void
blend_kernel(size_t n, real *x, real a, const real *y, real b)
{
	size_t i, part;

	for (i = 0; i < n; i += part) {
		part = size_min(n - i, LANES);
		vput(x + i,
		    vfma(vset(a), vget(x + i, part),
			vmul(vset(b), vget(y + i, part))),
		    part);
	}
}

static void
add_kernel(size_t n, real *x, const real *y)
{
	size_t i;

	for (i = 0; i + LANES <= n; i += LANES)
		vstore(x + i, vadd(vload(x + i), vload(y + i)));
	for (; i < n; i++)
		x[i] += y[i];
}

/*
 * Two vectors at a time, so that the additions of one need not wait for those
 * of the other.  The terms of a sum keep the order of the rows.
 */
static void
sum_rows_kernel(size_t n, real *x, const real *const *row, size_t rows)
{
	size_t i, k;

	for (i = 0; i + 2 * LANES <= n; i += 2 * LANES) {
		vreal a = vload(row[0] + i), b = vload(row[0] + i + LANES);

		for (k = 1; k < rows; k++) {
			a = vadd(a, vload(row[k] + i));
			b = vadd(b, vload(row[k] + i + LANES));
		}
		vstore(x + i, a);
		vstore(x + i + LANES, b);
	}
	for (; i < n; i++) {
		real sum = row[0][i];

		for (k = 1; k < rows; k++)
			sum += row[k][i];
		x[i] = sum;
	}
}

static void
add_to_rows_kernel(size_t n, real *const *row, size_t rows, const real *x)
{
	size_t i, k;

	for (i = 0; i + 2 * LANES <= n; i += 2 * LANES) {
		const vreal a = vload(x + i), b = vload(x + i + LANES);

		for (k = 0; k < rows; k++) {
			real *to = row[k] + i;

			vstore(to, vadd(vload(to), a));
			vstore(to + LANES, vadd(vload(to + LANES), b));
		}
	}
	for (; i < n; i++)
		for (k = 0; k < rows; k++)
			row[k][i] += x[i];
}

static void
spread_kernel(size_t n, real *to, size_t rows, const int32_t *row,
    const real *w, const real *x)
{
	size_t i, k;

	for (k = 0; k < rows; k++) {
		real *at = to + (size_t)row[k] * n;
		const vreal by = vset(w[k]);

		for (i = 0; i + LANES <= n; i += LANES)
			vstore(at + i, vfma(by, vload(x + i), vload(at + i)));
		if (i < n)
			vstore_part(at + i,
			    vfma(by, vload_part(x + i, n - i),
				vload_part(at + i, n - i)),
			    n - i);
	}
}

static void
count_kernel(
    size_t n, const real *s, real x, uint64_t *greater, uint64_t *equal)
{
	vreal v = vset(x);
	uint64_t g = 0, e = 0;
	size_t i;

	for (i = 0; i + LANES <= n; i += LANES) {
		vreal a = vload(s + i);

		g += (unsigned)__builtin_popcount(vgreater(a, v));
		e += (unsigned)__builtin_popcount(vequal(a, v));
	}
	for (; i < n; i++) {
		g += s[i] > x;
		e += s[i] == x;
	}
	*greater += g;
	*equal += e;
}

static size_t
above_kernel(size_t n, const real *s, real x, int32_t *where)
{
	vreal v = vset(x);
	size_t i, found = 0;

	for (i = 0; i + LANES <= n; i += LANES) {
		unsigned m = vgreater(vload(s + i), v);

		for (; m; m &= m - 1)
			where[found++] =
			    (int32_t)(i + (size_t)__builtin_ctz(m));
	}
	for (; i < n; i++) {
		if (s[i] > x)
			where[found++] = (int32_t)i;
	}
	return found;
}

#endif
