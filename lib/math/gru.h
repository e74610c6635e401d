/*
 * gru - the parts of gated recurrent units that work number by number, for a
 * tile of rows.
 *
 * The matrix products stand around them (nn/cell_gru and its neighbour); x^ =
 * x W + b is made by the caller.  Of both units, with h the state before,
 *
 *   z = sigmoid(x^_z + h^_z)              update: z keeps the old state
 *   r = sigmoid(x^_r + h^_r)              reset
 *   h' = z h + (1 - z) n
 *
 * and backwards, with g = dL/dh':
 *
 *   dn = g (1 - z) (1 - n n)              before the tanh
 *   dz = g (h - n) z (1 - z)              before the sigmoid
 *   dh = g z + dh^ U'
 *
 * Keras' resets after the product: with h^ = h U + c,
 *
 *   n = tanh(x^_n + r h^_n)               candidate
 *   dr = dn h^_n r (1 - r)
 *   dx^ = [dz, dr, dn],  dh^ = [dz, dr, dn r]
 *
 * The other resets before it, and takes two products: h^_zr = h U_zr, and from
 * the r that comes of it h^_n = (r h) U_n,
 *
 *   n = tanh(x^_n + h^_n)
 *   drh = dn U_n',  dr = drh h r (1 - r)
 *   dx^ = dh^ = [dz, dr, dn],  dh = g z + drh r + [dz, dr] U_zr'
 *
 * Letters: R rows of the tile, H units, I rows of the input.  Gates stand in
 * the order z, r, n.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_GRU_H
#define MATH_GRU_H

#include "base/base.h"

struct gru_tile {
	size_t rows, units; /* R, H */

	/* In; of both directions. */
	const real *x;       /* [I,3H] x^ */
	const int32_t *item; /* [R] row of x, and of dx; NULL: row b has b */
	const real *c;       /* [3H] recurrent bias; reset after */
	const real *h;       /* [R,H] the state before; NULL: 0 */

	/* Forward: in h^ without c (not read where h is NULL), out z, r, n.
	 * Backward: in these, out dh^ in their place. */
	real *gates; /* [R,3H] */
	real *hn;    /* [R,H] forward: out h^_n; backward: in; reset after */
	real *rh;    /* [R,H] forward: out r h; reset before */
	real *next;  /* [R,H] forward: out h' */

	const real *g;   /* [R,H] backward: in dL/dh' */
	const real *drh; /* [R,H] backward: in; reset before */
	real *dh; /* [R,H] backward: gets added what dh is beside products
		     with U'; NULL: not asked */
	real *dx; /* [I,3H] backward: gets dx^ added */
	real *dc; /* [3H] backward: gets the sum of dh^ added; reset after */
};

void gru_forward(const struct gru_tile *);
void gru_backward(const struct gru_tile *);

/* Reset before: z, r and r h from h^_zr; n and h' from h^_n.  Then backward: dz
 * and dn, of dh g z; and dr, of dh drh r, where h is not NULL (or dr is 0). */
void gru_reset_forward(const struct gru_tile *);
void gru_candidate_forward(const struct gru_tile *);
void gru_candidate_backward(const struct gru_tile *);
void gru_reset_backward(const struct gru_tile *);

#endif
