/*
 * attention_impl - the loops of attention.h, for the tables in kernels.h.
 *
 * Sums run in SUM_LANES lanes from the first number of a row, so every table
 * gives the same bits.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_ATTENTION_IMPL_H
#define MATH_ATTENTION_IMPL_H

#include "math/attention.h"
#include "math/simd.h"
#include "math/vec_impl.h"

#define ATTENTION_NORM_EPSILON 1e-8

/* a in the first `part` lanes, 0 in the others. */
static inline vreal
vset_part(real a, size_t part)
{
	real all[LANES];

	if (part == LANES)
		return vset(a);
	vstore(all, vset(a));
	return vload_part(all, part);
}

static inline void
vzero_lanes(vreal *sum)
{
	size_t j;

	for (j = 0; j < SUM_VECS; j++)
		sum[j] = vset(0);
}

/* The maximum of n > 0 numbers. */
static inline real
attention_greatest(size_t n, const real *x)
{
	real out[LANES], best = x[0];
	vreal m = vset(x[0]);
	size_t i, j;

	for (i = 0; i + LANES <= n; i += LANES)
		m = vmax(vload(x + i), m);
	vstore(out, m);
	for (j = 0; j < LANES; j++)
		best = out[j] > best ? out[j] : best;
	for (; i < n; i++)
		best = x[i] > best ? x[i] : best;
	return best;
}

/* The softmax of n scores; the rest of the row's `width` numbers become 0. */
static inline void
softmax_row(size_t n, size_t width, real scale, real *p)
{
	const real most = attention_greatest(n, p);
	vreal sum[SUM_VECS], to_one;
	size_t i, j, part;

	vzero_lanes(sum);
	for (i = j = 0; i < n; i += part, j = (j + 1) % SUM_VECS) {
		vreal e;

		part = size_min(n - i, LANES);
		e = vsub(vget(p + i, part), vset_part(most, part));
		e = vexp_clamped(vmul(e, vset(scale)));
		if (part < LANES) /* unused lanes have exp(0) */
			e = vmul(e, vset_part(1, part));
		sum[j] = vadd(sum[j], e);
		vput(p + i, e, part);
	}
	to_one = vset((real)(1 / fold_vecs(sum)));
	for (i = 0; i < n; i += part) {
		part = size_min(n - i, LANES);
		vput(p + i, vmul(vget(p + i, part), to_one), part);
	}
	for (; n < width; n++)
		p[n] = 0;
}

static void
attention_softmax_kernel(const struct attention_scores *s)
{
	size_t i;

	for (i = 0; i < s->rows; i++)
		softmax_row(
		    s->first + i + 1, s->width, s->scale, s->p + i * s->ld);
}

static void
attention_softmax_back_kernel(const struct attention_scores *s)
{
	size_t i, j, k, part, n;

	for (i = 0; i < s->rows; i++) {
		const real *p = s->p + i * s->ld;
		real *d = s->d + i * s->ld;
		vreal sum[SUM_VECS], mean;

		n = s->first + i + 1;
		vzero_lanes(sum);
		for (k = j = 0; k < n; k += part, j = (j + 1) % SUM_VECS) {
			part = size_min(n - k, LANES);
			sum[j] =
			    vfma(vget(p + k, part), vget(d + k, part), sum[j]);
		}
		mean = vset((real)fold_vecs(sum));
		for (k = 0; k < n; k += part) {
			vreal g;

			part = size_min(n - k, LANES);
			g = vsub(vget(d + k, part), mean);
			g = vmul(g, vmul(vget(p + k, part), vset(s->scale)));
			vput(d + k, g, part);
		}
		for (; n < s->width; n++)
			d[n] = 0;
	}
}

/* Writes the row's mean and 1 / its standard deviation. */
static inline void
norm_stat(size_t n, const real *x, real *stat)
{
	vreal sum[SUM_VECS];
	size_t i, j, part;

	vzero_lanes(sum);
	for (i = j = 0; i < n; i += part, j = (j + 1) % SUM_VECS) {
		part = size_min(n - i, LANES);
		sum[j] = vadd(sum[j], vget(x + i, part));
	}
	stat[0] = (real)(fold_vecs(sum) / (double)n);
	vzero_lanes(sum);
	for (i = j = 0; i < n; i += part, j = (j + 1) % SUM_VECS) {
		vreal d;

		part = size_min(n - i, LANES);
		d = vsub(vget(x + i, part), vset_part(stat[0], part));
		sum[j] = vfma(d, d, sum[j]);
	}
	stat[1] = (real)(1 / sqrt(fold_vecs(sum) / (double)n +
				  ATTENTION_NORM_EPSILON));
}

static void
attention_norm_kernel(const struct attention_norm *t)
{
	const size_t D = t->width;
	size_t i, j, part;

	for (i = 0; i < t->rows; i++) {
		const real *x = t->x + i * D;
		real *y = t->y + i * D, *stat = t->stat + 2 * i;

		norm_stat(D, x, stat);
		for (j = 0; j < D; j += part) {
			vreal v;

			part = size_min(D - j, LANES);
			v = vsub(vget(x + j, part), vset(stat[0]));
			v = vmul(v, vset(stat[1]));
			v = vfma(v, vget(t->gamma + j, part),
			    vget(t->beta + j, part));
			vput(y + j, v, part);
		}
	}
}

/* x^ of one vector of a row. */
static inline vreal
norm_of(const real *x, const real *stat, size_t part)
{
	return vmul(vsub(vget(x, part), vset(stat[0])), vset(stat[1]));
}

/* The gradient of one row of inputs. */
static inline void
norm_row_back(const struct attention_norm *t, size_t row)
{
	const size_t D = t->width;
	const real *x = t->x + row * D, *dy = t->dy + row * D;
	const real *stat = t->stat + 2 * row;
	vreal sum[SUM_VECS], inner[SUM_VECS], a, b;
	real *dx = t->dx + row * D;
	size_t i, j, part;

	vzero_lanes(sum);
	vzero_lanes(inner);
	for (i = j = 0; i < D; i += part, j = (j + 1) % SUM_VECS) {
		vreal g;

		part = size_min(D - i, LANES);
		g = vmul(vget(dy + i, part), vget(t->gamma + i, part));
		sum[j] = vadd(sum[j], g);
		inner[j] = vfma(g, norm_of(x + i, stat, part), inner[j]);
	}
	a = vset((real)(fold_vecs(sum) / (double)D));
	b = vset((real)(fold_vecs(inner) / (double)D));
	for (i = 0; i < D; i += part) {
		vreal g;

		part = size_min(D - i, LANES);
		g = vmul(vget(dy + i, part), vget(t->gamma + i, part));
		g = vsub(g, a);
		g = vsub(g, vmul(norm_of(x + i, stat, part), b));
		vput(dx + i, vfma(g, vset(stat[1]), vget(dx + i, part)), part);
	}
}

static void
attention_norm_back_kernel(const struct attention_norm *t)
{
	const size_t D = t->width;
	size_t i, j;

	for (i = 0; i < t->rows; i++) {
		const real *x = t->x + i * D, *dy = t->dy + i * D;
		const real *stat = t->stat + 2 * i;

		norm_row_back(t, i);
		for (j = 0; j < D; j++) {
			t->dgamma[j] += (double)dy[j] *
			                (double)((x[j] - stat[0]) * stat[1]);
			t->dbeta[j] += (double)dy[j];
		}
	}
}

#endif
