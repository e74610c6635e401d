/*
 * gru_impl - the loops of gru.h, for the tables in kernels.h.
 *
 * A kernel walks the rows of a tile.  A part handles up to one vector of a
 * row's units, j .. j + n - 1.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_GRU_IMPL_H
#define MATH_GRU_IMPL_H

#include "math/gru.h"
#include "math/simd.h"
#include "math/vec_impl.h"

/* Pointers to one row of each array of the tile; NULL where the tile has
 * NULL. */
struct gru_row {
	const real *x, *c, *h, *g, *drh;
	real *gate, *hn, *rh, *next, *dh, *dx, *dc;
};

static inline struct gru_row
gru_row(const struct gru_tile *t, size_t b)
{
	const size_t i = t->item ? (size_t)t->item[b] : b, H = t->units;

	return (struct gru_row){
	    .x = t->x ? t->x + i * 3 * H : NULL,
	    .c = t->c,
	    .h = t->h ? t->h + b * H : NULL,
	    .g = t->g ? t->g + b * H : NULL,
	    .drh = t->drh ? t->drh + b * H : NULL,
	    .gate = t->gates + b * 3 * H,
	    .hn = t->hn ? t->hn + b * H : NULL,
	    .rh = t->rh ? t->rh + b * H : NULL,
	    .next = t->next ? t->next + b * H : NULL,
	    .dh = t->dh ? t->dh + b * H : NULL,
	    .dx = t->dx ? t->dx + i * 3 * H : NULL,
	    .dc = t->dc,
	};
}

#define GRU_KERNEL(kernel, part)                                  \
	static void kernel(const struct gru_tile *t)              \
	{                                                         \
		const size_t H = t->units;                        \
		size_t b, j;                                      \
                                                                  \
		for (b = 0; b < t->rows; b++) {                   \
			const struct gru_row row = gru_row(t, b); \
                                                                  \
			for (j = 0; j + LANES <= H; j += LANES)   \
				part(&row, H, j, LANES);          \
			if (j < H)                                \
				part(&row, H, j, H - j);          \
		}                                                 \
	}

#define GRU_PART static inline __attribute__((always_inline)) void

/* p[j ..]; 0 if the previous state h is NULL. */
static inline vreal
vload_if(const real *h, const real *p, size_t j, size_t n)
{
	return h ? vload_part(p + j, n) : vset(0);
}

static inline void
vadd_to(real *p, vreal v, size_t n)
{
	vstore_part(p, vadd(vload_part(p, n), v), n);
}

GRU_PART
gru_forward_part(const struct gru_row *t, size_t H, size_t j, size_t n)
{
	const real *x = t->x + j, *c = t->c + j;
	real *gate = t->gate + j;
	vreal h = vload_if(t->h, t->h, j, n);
	vreal hz = vadd(vload_if(t->h, gate, 0, n), vload_part(c, n));
	vreal hr = vadd(vload_if(t->h, gate, H, n), vload_part(c + H, n));
	vreal hn =
	    vadd(vload_if(t->h, gate, 2 * H, n), vload_part(c + 2 * H, n));
	vreal z = vsigmoid(vadd(vload_part(x, n), hz));
	vreal r = vsigmoid(vadd(vload_part(x + H, n), hr));
	vreal cand = vtanh(vfma(r, hn, vload_part(x + 2 * H, n)));

	vstore_part(t->hn + j, hn, n);
	vstore_part(gate, z, n);
	vstore_part(gate + H, r, n);
	vstore_part(gate + 2 * H, cand, n);
	vstore_part(t->next + j, vfma(z, vsub(h, cand), cand), n);
}
GRU_KERNEL(gru_forward_kernel, gru_forward_part)

GRU_PART
gru_backward_part(const struct gru_row *t, size_t H, size_t j, size_t n)
{
	const vreal one = vset(1);
	real *gate = t->gate + j, *dx = t->dx + j, *dc = t->dc + j;
	vreal z = vload_part(gate, n), r = vload_part(gate + H, n);
	vreal c = vload_part(gate + 2 * H, n), g = vload_part(t->g + j, n);
	vreal gz = vmul(g, z), h = vload_if(t->h, t->h, j, n);
	vreal dn = vmul(vsub(g, gz), vsub(one, vmul(c, c)));
	vreal dz = vmul(vmul(gz, vsub(h, c)), vsub(one, z));
	vreal dr =
	    vmul(vmul(dn, vload_part(t->hn + j, n)), vsub(r, vmul(r, r)));
	vreal dnr = vmul(dn, r);

	if (t->dh)
		vadd_to(t->dh + j, gz, n);
	vstore_part(gate, dz, n);
	vstore_part(gate + H, dr, n);
	vstore_part(gate + 2 * H, dnr, n);
	vadd_to(dx, dz, n);
	vadd_to(dx + H, dr, n);
	vadd_to(dx + 2 * H, dn, n);
	vadd_to(dc, dz, n);
	vadd_to(dc + H, dr, n);
	vadd_to(dc + 2 * H, dnr, n);
}
GRU_KERNEL(gru_backward_kernel, gru_backward_part)

/* z, r, r h */
GRU_PART
gru_reset_forward_part(const struct gru_row *t, size_t H, size_t j, size_t n)
{
	const real *x = t->x + j;
	real *gate = t->gate + j;
	vreal hz = vload_if(t->h, gate, 0, n);
	vreal hr = vload_if(t->h, gate, H, n);
	vreal z = vsigmoid(vadd(vload_part(x, n), hz));
	vreal r = vsigmoid(vadd(vload_part(x + H, n), hr));

	vstore_part(gate, z, n);
	vstore_part(gate + H, r, n);
	vstore_part(t->rh + j, vmul(r, vload_if(t->h, t->h, j, n)), n);
}
GRU_KERNEL(gru_reset_forward_kernel, gru_reset_forward_part)

/* n, h' */
GRU_PART
gru_candidate_forward_part(
    const struct gru_row *t, size_t H, size_t j, size_t n)
{
	real *gate = t->gate + j;
	vreal h = vload_if(t->h, t->h, j, n), z = vload_part(gate, n);
	vreal hn = vload_if(t->h, gate, 2 * H, n);
	vreal cand = vtanh(vadd(vload_part(t->x + j + 2 * H, n), hn));

	vstore_part(gate + 2 * H, cand, n);
	vstore_part(t->next + j, vfma(z, vsub(h, cand), cand), n);
}
GRU_KERNEL(gru_candidate_forward_kernel, gru_candidate_forward_part)

/* dz, dn */
GRU_PART
gru_candidate_backward_part(
    const struct gru_row *t, size_t H, size_t j, size_t n)
{
	const vreal one = vset(1);
	real *gate = t->gate + j, *dx = t->dx + j;
	vreal z = vload_part(gate, n), c = vload_part(gate + 2 * H, n);
	vreal g = vload_part(t->g + j, n), gz = vmul(g, z);
	vreal h = vload_if(t->h, t->h, j, n);
	vreal dn = vmul(vsub(g, gz), vsub(one, vmul(c, c)));
	vreal dz = vmul(vmul(gz, vsub(h, c)), vsub(one, z));

	if (t->dh)
		vadd_to(t->dh + j, gz, n);
	vstore_part(gate, dz, n);
	vstore_part(gate + 2 * H, dn, n);
	vadd_to(dx, dz, n);
	vadd_to(dx + 2 * H, dn, n);
}
GRU_KERNEL(gru_candidate_backward_kernel, gru_candidate_backward_part)

/* dr */
GRU_PART
gru_reset_backward_part(const struct gru_row *t, size_t H, size_t j, size_t n)
{
	real *gate = t->gate + j;
	vreal r = vload_part(gate + H, n), drh = vload_part(t->drh + j, n);
	vreal back = vmul(drh, r);
	vreal dr = vmul(vmul(back, vload_part(t->h + j, n)), vsub(vset(1), r));

	if (t->dh)
		vadd_to(t->dh + j, back, n);
	vstore_part(gate + H, dr, n);
	vadd_to(t->dx + j + H, dr, n);
}
GRU_KERNEL(gru_reset_backward_kernel, gru_reset_backward_part)

#endif
