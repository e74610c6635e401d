/*
 * exp_impl - exp, sigmoid and tanh of a vector, for the loops of *_impl.h.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_EXP_IMPL_H
#define MATH_EXP_IMPL_H

#include "math/simd.h"

#ifndef REAL_IS_DOUBLE

/*
 * exp(x) = 2^n exp(r), where n is the whole number nearest x / ln 2, so |r| <=
 * ln 2 / 2.  exp(r) = 1 + r + r^2 P(r), with P of degree 4 by Remez; the
 * relative error is 3e-9, below half an ulp.  Returns exp(r), and n in *n.
 */
static inline vreal
vexp_parts(vreal x, vint *n)
{
	const vreal magic = vset(0x1.8p23f); /* rounds to whole numbers */
	vreal k = vfma(x, vset(0x1.715476p0f), magic), r, p;

	*n = visub(vbits(k), vbits(magic));
	k = vsub(k, magic);
	r = vfma(k, vset(-0x1.62ep-1f), x);
	r = vfma(k, vset(-0x1.0bfbe8p-15f), r);
	p = vset(0x1.6a215ap-10f);
	p = vfma(p, r, vset(0x1.123b9ap-7f));
	p = vfma(p, r, vset(0x1.5558fcp-5f));
	p = vfma(p, r, vset(0x1.55549p-3f));
	p = vfma(p, r, vset(0x1.fffffcp-2f));
	return vfma(p, vmul(r, r), vadd(r, vset(1.0f)));
}

/* exp(x), clamped so that the result is a normal number, 1.2e-38 to 2.2e38.
 * Then n can be added to the exponent bits, and values beyond make no
 * difference.  The order of operands in min and max lets NaN through. */
static inline vreal
vexp_clamped(vreal x)
{
	vreal p;
	vint n;

	x = vmax(vset(-87.3f), vmin(vset(88.3f), x));
	p = vexp_parts(x, &n);
	return vreal_of(viadd(vbits(p), vishl(n, 23)));
}

static inline vreal
vsigmoid(vreal x)
{
	return vdiv(
	    vset(1.0f), vadd(vset(1.0f), vexp_clamped(vsub(vset(0.0f), x))));
}

/*
 * Below |x| = 0.625: x + x^3 P(x^2), with P of degree 4 by Remez, relative
 * error 4e-9.  Beyond: 1 - 2 / (exp(2 |x|) + 1), which is accurate there.
 */
static inline vreal
vtanh(vreal x)
{
	vreal a = vabs(x), y = vmul(x, x), near, far;

	near = vset(-0x1.76ab7ap-8f);
	near = vfma(near, y, vset(0x1.525676p-6f));
	near = vfma(near, y, vset(-0x1.b84424p-5f));
	near = vfma(near, y, vset(0x1.110784p-3f));
	near = vfma(near, y, vset(-0x1.555534p-2f));
	near = vfma(vmul(near, y), x, x);
	far = vexp_clamped(vadd(a, a));
	far = vsub(vset(1.0f), vdiv(vset(2.0f), vadd(far, vset(1.0f))));
	return vif_less(a, vset(0.625f), near, vcopysign(far, x));
}

#else

static inline double
sigmoid_of(double x)
{
	return 1 / (1 + exp(-x));
}

/* Never infinite, because infinity times a weight of 0 is NaN.  NaN stays
 * NaN. */
static inline double
exp_clamped(double x)
{
	return exp(x > 88 ? 88 : x);
}

VEACH(vexp_clamped, exp_clamped)
VEACH(vtanh, tanh)
VEACH(vsigmoid, sigmoid_of)

#endif

#endif
