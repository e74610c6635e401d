/* optimizer_kernels_impl - the loops of optimizer_kernels.h, for the tables
 * in kernels.h. */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_OPTIMIZER_KERNELS_IMPL_H
#define MATH_OPTIMIZER_KERNELS_IMPL_H

#include <float.h>

#include "math/optimizer_kernels.h"
#include "math/simd.h"

#ifdef REAL_IS_DOUBLE
#define LEAST_NORMAL DBL_MIN
#else
#define LEAST_NORMAL FLT_MIN
#endif

/* v, with 0 for denormals; keeps NaN. */
static inline vreal
vflush(vreal v)
{
	return vif_less(vabs(v), vset(LEAST_NORMAL), vset(0), v);
}

#define PART static inline __attribute__((always_inline)) void

/* The scaled gradient of n <= LANES weights. */
static inline __attribute__((always_inline)) vreal
gradient_part(const real *g, size_t n, const struct optimizer_rates *d)
{
	return g ? vmul(vset(d->scale), vload_part(g, n)) : vset(0);
}

/* Applies a step s; v is NULL without momentum. */
PART
step_part(size_t n, real *w, real *v, vreal s, const struct optimizer_rates *d)
{
	vreal wv = vload_part(w, n);

	if (v) {
		s = vsub(vmul(vset(d->momentum), vload_part(v, n)), s);
		s = vflush(s);
		vstore_part(v, s, n);
		vstore_part(w, vadd(wv, s), n);
	} else {
		vstore_part(w, vsub(wv, s), n);
	}
}

PART
adagrad_part(size_t n, real *w, real *acc, real *v, const real *g,
    const struct optimizer_rates *d)
{
	vreal gv = gradient_part(g, n, d);
	vreal av = vfma(gv, gv, vload_part(acc, n));

	vstore_part(acc, av, n);
	step_part(n, w, v,
	    vdiv(vmul(vset(d->rate), gv), vadd(vsqrt(av), vset(d->epsilon))),
	    d);
}

PART
adagrad_inside_part(size_t n, real *w, real *acc, real *v, const real *g,
    const struct optimizer_rates *d)
{
	vreal gv = gradient_part(g, n, d);
	vreal av = vfma(gv, gv, vload_part(acc, n));

	vstore_part(acc, av, n);
	step_part(n, w, v,
	    vdiv(vmul(vset(d->rate), gv), vsqrt(vadd(av, vset(d->epsilon)))),
	    d);
}

PART
sgd_part(size_t n, real *w, real *none, real *v, const real *g,
    const struct optimizer_rates *d)
{
	(void)none;
	step_part(n, w, v, vmul(vset(d->rate), gradient_part(g, n, d)), d);
}

/* q + new2 (g^2 - q).  The result is never below 0, because new2 <= 1. */
static inline __attribute__((always_inline)) vreal
square_part(size_t n, real *q, vreal g, const struct optimizer_rates *d)
{
	vreal old = vload_part(q, n);
	vreal new = vfma(vset(d->new2), vsub(vmul(g, g), old), old);

	new = vflush(new);
	vstore_part(q, new, n);
	return new;
}

PART
adam_part(size_t n, real *w, real *m, real *q, const real *g,
    const struct optimizer_rates *d)
{
	vreal gv = gradient_part(g, n, d), wv = vload_part(w, n);
	vreal mv = vload_part(m, n), qv = square_part(n, q, gv, d);

	mv = vflush(vfma(vset(d->new1), vsub(gv, mv), mv));
	vstore_part(m, mv, n);
	wv = vsub(wv, vmul(vset(d->decay), wv));
	vstore_part(w,
	    vsub(wv, vdiv(vmul(vset(d->rate), mv),
			 vadd(vsqrt(qv), vset(d->epsilon)))),
	    n);
}

PART
rmsprop_part(size_t n, real *w, real *q, real *v, const real *g,
    const struct optimizer_rates *d)
{
	vreal gv = gradient_part(g, n, d), qv = square_part(n, q, gv, d);

	step_part(n, w, v,
	    vdiv(vmul(vset(d->rate), gv), vsqrt(vadd(qv, vset(d->epsilon)))),
	    d);
}

/*
 * The loop of a part over n weights, with the slots a and b.  The part is
 * written twice, so that the compiler knows all vectors of the first loop to be
 * whole.  d is copied, so that no store can change it.
 */
#define DESCENT(name, a, b)                                             \
	static void name##_kernel(size_t n, real *w, real *const *slot, \
	    const real *g, const struct optimizer_rates *d)             \
	{                                                               \
		const struct optimizer_rates c = *d;                    \
		real *x = (a), *y = (b);                                \
		size_t i;                                               \
                                                                        \
		for (i = 0; i + LANES <= n; i += LANES)                 \
			name##_part(LANES, w + i, x ? x + i : x,        \
			    y ? y + i : y, g ? g + i : g, &c);          \
		if (i < n)                                              \
			name##_part(n - i, w + i, x ? x + i : x,        \
			    y ? y + i : y, g ? g + i : g, &c);          \
	}

/* The velocity's slot; NULL without momentum, when the table may lack the
 * slot. */
#define VELOCITY(k) (d->momentum > 0 ? slot[k] : NULL)

DESCENT(adagrad, slot[0], NULL)
DESCENT(adagrad_inside, slot[0], VELOCITY(1))
DESCENT(sgd, NULL, VELOCITY(0))
DESCENT(adam, slot[0], slot[1])
DESCENT(rmsprop, slot[0], VELOCITY(1))

#endif
