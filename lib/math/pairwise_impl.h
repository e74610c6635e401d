/*
 * pairwise_impl - the loops of pairwise.h, for the tables in kernels.h.
 *
 * Weights past the end of a row read as 0, so they add nothing.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_PAIRWISE_IMPL_H
#define MATH_PAIRWISE_IMPL_H

#include "math/simd.h"
#include "math/vec_impl.h"

#ifndef REAL_IS_DOUBLE

/*
 * ln(1 + z) for 0 <= z <= 1 is 2 atanh(t) with t = z / (2 + z) <= 1/3, computed
 * as t P(t^2).  P has degree 4 and interpolates at Chebyshev points; the
 * relative error is 8e-9.
 */
static inline vreal
vlog1p(vreal z)
{
	vreal t = vdiv(z, vadd(z, vset(2.0f))), y = vmul(t, t), p;

	p = vset(0x1.2055eep-2f);
	p = vfma(p, y, vset(0x1.1e5cfcp-2f));
	p = vfma(p, y, vset(0x1.99da14p-2f));
	p = vfma(p, y, vset(0x1.5554e2p-1f));
	p = vfma(p, y, vset(2.0f));
	return vmul(t, p);
}

#else

VEACH(vlog1p, log1p)

#endif

/* sigma(d) and its slope, by exp(-|d|), which never exceeds 1. */
static inline vreal
vlogistic(vreal d, vreal *slope)
{
	vreal z = vexp_clamped(vsub(vset(0), vabs(d)));
	vreal high = vdiv(vset(1), vadd(vset(1), z)), low = vmul(z, high);

	*slope = vmul(low, high);
	return vif_less(d, vset(0), low, high);
}

static double
softplus_kernel(size_t n, real *s, const real *w, real x, double *slope)
{
	const vreal zero = vset(0), one = vset(1);
	vreal sum[SUM_VECS], up[SUM_VECS];
	size_t i, j, part;

	for (j = 0; j < SUM_VECS; j++)
		sum[j] = up[j] = zero;
	for (i = j = 0; i < n; i += part, j = (j + 1) % SUM_VECS) {
		vreal d, z, high, g, wv;

		part = size_min(n - i, LANES);
		wv = vget(w + i, part);
		d = vsub(vget(s + i, part), vset(x));
		z = vexp_clamped(vsub(zero, vabs(d)));
		high = vdiv(one, vadd(one, z));
		g = vmul(wv, vif_less(d, zero, vmul(z, high), high));
		d = vadd(vmax(d, zero), vlog1p(z));
		sum[j] = vfma(wv, d, sum[j]);
		up[j] = vadd(up[j], g);
		vput(s + i, g, part);
	}
	*slope = fold_vecs(up);
	return fold_vecs(sum);
}

static void
top1_kernel(size_t n, real *s, const real *e, real x, real c, double sum[2])
{
	vreal f[SUM_VECS], up[SUM_VECS];
	size_t i, j, part;

	for (j = 0; j < SUM_VECS; j++)
		f[j] = up[j] = vset(0);
	for (i = j = 0; i < n; i += part, j = (j + 1) % SUM_VECS) {
		vreal sv, ev, da, db, y, d;

		part = size_min(n - i, LANES);
		sv = vget(s + i, part);
		ev = vget(e + i, part);
		y = vlogistic(vsub(sv, vset(x)), &da);
		y = vadd(y, vlogistic(vmul(sv, sv), &db));
		d = vfma(vadd(sv, sv), db, da);
		f[j] = vfma(ev, y, f[j]);
		up[j] = vfma(ev, da, up[j]);
		vput(s + i, vmul(ev, vfma(vset(c), y, d)), part);
	}
	sum[0] = fold_vecs(f);
	sum[1] = fold_vecs(up);
}

static void
bpr_max_kernel(size_t n, const real *s, const real *e, const real *w, real x,
    real max, real *u, double sum[5])
{
	const vreal m = vset(max);
	vreal t[5][SUM_VECS];
	size_t i, j, k, part;

	for (k = 0; k < 5; k++)
		for (j = 0; j < SUM_VECS; j++)
			t[k][j] = vset(0);
	for (i = j = 0; i < n; i += part, j = (j + 1) % SUM_VECS) {
		vreal sv, ev, wu, uv, slope;

		part = size_min(n - i, LANES);
		sv = vget(s + i, part);
		ev = vget(e + i, part);
		uv = vlogistic(vsub(sv, vset(x)), &slope);
		wu = vmul(vget(w + i, part), uv);
		t[0][j] = vfma(ev, uv, t[0][j]);
		t[1][j] = vfma(ev, slope, t[1][j]);
		t[2][j] = vadd(wu, t[2][j]);
		t[3][j] = vfma(wu, uv, t[3][j]);
		t[4][j] = vfma(ev, vmul(vsub(sv, m), vadd(sv, m)), t[4][j]);
		vput(u + i, uv, part);
	}
	for (k = 0; k < 5; k++)
		sum[k] = fold_vecs(t[k]);
}

static void
bpr_max_back_kernel(size_t n, real *s, const real *e, const real *w,
    const real *u, const real k[5])
{
	const vreal two = vset(2), k0 = vset(k[0]), k1 = vset(k[1]),
		    k2 = vset(k[2]), k3 = vset(k[3]), m = vset(k[4]);
	size_t i, part;

	for (i = 0; i < n; i += part) {
		vreal sv, uv, q, a, b;

		part = size_min(n - i, LANES);
		sv = vget(s + i, part);
		uv = vget(u + i, part);
		a = vfma(k1, vmul(uv, vsub(two, uv)), k0);
		q = vfma(vsub(sv, m), vadd(sv, m), vadd(sv, sv));
		a = vfma(k2, q, a);
		b = vmul(vget(w + i, part), vmul(uv, vsub(vset(1), uv)));
		vput(s + i, vfma(vget(e + i, part), a, vmul(k3, b)), part);
	}
}

#endif
