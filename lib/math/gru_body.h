/* gru_body - the number-by-number part of the GRU, for kernels.h; see gru.h. */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_GRU_BODY_H
#define MATH_GRU_BODY_H

#include "math/gru.h"
#include "math/simd.h"
#include "math/vec_body.h"

/* Part of a row: units j .. j + n - 1. */
static inline __attribute__((always_inline)) void
gru_forward_part(const struct gru_tile *t, const real *x, real *gate,
    const real *h, real *hn, real *next, size_t j, size_t n)
{
	const size_t H = t->units;
	const real *c = t->c;
	vreal hv = vload_part(h + j, n);
	vreal hz = vadd(vload_part(gate + j, n), vload_part(c + j, n));
	vreal hr = vadd(vload_part(gate + H + j, n), vload_part(c + H + j, n));
	vreal hnv =
	    vadd(vload_part(gate + 2 * H + j, n), vload_part(c + 2 * H + j, n));
	vreal z = vsigmoid(vadd(vload_part(x + j, n), hz));
	vreal r = vsigmoid(vadd(vload_part(x + H + j, n), hr));
	vreal cand = vtanh(vfma(r, hnv, vload_part(x + 2 * H + j, n)));

	vstore_part(hn + j, hnv, n);
	vstore_part(gate + j, z, n);
	vstore_part(gate + H + j, r, n);
	vstore_part(gate + 2 * H + j, cand, n);
	vstore_part(next + j, vfma(z, vsub(hv, cand), cand), n);
}

static void
gru_forward_kernel(const struct gru_tile *t)
{
	const size_t H = t->units;
	size_t b, j;

	for (b = 0; b < t->rows; b++) {
		const real *x = t->x + (size_t)t->item[b] * 3 * H;
		const real *h = t->h + b * H;
		real *gate = t->gates + b * 3 * H;
		real *hn = t->hn + b * H, *next = t->next + b * H;

		if (t->live && !t->live[b]) {
			memcpy(next, h, H * sizeof(*h));
			continue;
		}
		for (j = 0; j + LANES <= H; j += LANES)
			gru_forward_part(t, x, gate, h, hn, next, j, LANES);
		if (j < H)
			gru_forward_part(t, x, gate, h, hn, next, j, H - j);
	}
}

static inline void
vadd_to(real *p, vreal v, size_t n)
{
	vstore_part(p, vadd(vload_part(p, n), v), n);
}

static inline __attribute__((always_inline)) void
gru_backward_part(const struct gru_tile *t, const real *gate, const real *h,
    const real *hn, real *g, real *dx, real *dh, size_t j, size_t n)
{
	const size_t H = t->units;
	const vreal one = vset(1);
	vreal z = vload_part(gate + j, n), r = vload_part(gate + H + j, n);
	vreal c = vload_part(gate + 2 * H + j, n), gv = vload_part(g + j, n);
	vreal gz = vmul(gv, z);
	vreal dn = vmul(vsub(gv, gz), vsub(one, vmul(c, c)));
	vreal dz = vmul(vmul(gz, vsub(vload_part(h + j, n), c)), vsub(one, z));
	vreal dr = vmul(vmul(dn, vload_part(hn + j, n)), vsub(r, vmul(r, r)));
	vreal dnr = vmul(dn, r);

	vstore_part(g + j, gz, n);
	vstore_part(dh + j, dz, n);
	vstore_part(dh + H + j, dr, n);
	vstore_part(dh + 2 * H + j, dnr, n);
	vadd_to(dx + j, dz, n);
	vadd_to(dx + H + j, dr, n);
	vadd_to(dx + 2 * H + j, dn, n);
	vadd_to(t->dc + j, dz, n);
	vadd_to(t->dc + H + j, dr, n);
	vadd_to(t->dc + 2 * H + j, dnr, n);
}

static void
gru_backward_kernel(const struct gru_tile *t)
{
	const size_t H = t->units;
	size_t b, j;

	for (b = 0; b < t->rows; b++) {
		const real *gate = t->gates + b * 3 * H;
		const real *h = t->h + b * H, *hn = t->hn + b * H;
		real *g = t->g + b * H, *dh = t->dh + b * 3 * H;
		real *dx = t->dx + (size_t)t->item[b] * 3 * H;

		if (t->live && !t->live[b]) {
			memset(dh, 0, 3 * H * sizeof(*dh));
			continue;
		}
		for (j = 0; j + LANES <= H; j += LANES)
			gru_backward_part(t, gate, h, hn, g, dx, dh, j, LANES);
		if (j < H)
			gru_backward_part(t, gate, h, hn, g, dx, dh, j, H - j);
	}
}

#endif
