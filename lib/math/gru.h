/*
 * gru - the elementwise parts of gated recurrent units, for a tile of rows.
 *
 * The layers (nn/layer_gru and nn/layer_gru_reset_before) make the matrix
 * products, and x^ = x W + b.  Both units have, with h the previous state,
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
 * Keras' unit resets after the product: with h^ = h U + c,
 *
 *   n = tanh(x^_n + r h^_n)               candidate
 *   dr = dn h^_n r (1 - r)
 *   dx^ = [dz, dr, dn],  dh^ = [dz, dr, dn r]
 *
 * The other unit resets before the product and needs two products: h^_zr = h
 * U_zr, and then, with its r, h^_n = (r h) U_n,
 *
 *   n = tanh(x^_n + h^_n)
 *   drh = dn U_n',  dr = drh h r (1 - r)
 *   dx^ = dh^ = [dz, dr, dn],  dh = g z + drh r + [dz, dr] U_zr'
 *
 * Letters: R rows of the tile, H units, I rows of the input.  The gates are in
 * the order z, r, n.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_GRU_H
#define MATH_GRU_H

#include "base/base.h"

struct gru_tile {
	size_t rows, units; /* R, H */

	/* Inputs of both passes. */
	const real *x; /* [I,3H] x^ */
	/* [R] the row of x and dx for each row of the tile; NULL: row b. */
	const int32_t *item;
	const real *c; /* [3H] recurrent bias; reset after only */
	const real *h; /* [R,H] the previous state; NULL: 0 */

	/* Forward: in h^ without c (not read if h is NULL), out z, r, n.
	 * Backward: in z, r, n, out dh^ in the same places. */
	real *gates; /* [R,3H] */
	real *hn;    /* [R,H] reset after: h^_n, forward out, backward in */
	real *rh;    /* [R,H] reset before: r h, forward out */
	real *next;  /* [R,H] h', forward out */

	const real *g;   /* [R,H] dL/dh', backward in */
	const real *drh; /* [R,H] reset before: backward in */
	/* [R,H] backward: the terms of dh without U' are added; NULL: none. */
	real *dh;
	real *dx; /* [I,3H] backward: dx^ is added */
	real *dc; /* [3H] reset after, backward: the sum of dh^ is added */
};

void gru_forward(const struct gru_tile *);
void gru_backward(const struct gru_tile *);

/* Reset before.  gru_reset_forward() makes z, r and r h from h^_zr;
 * gru_candidate_forward() makes n and h' from h^_n.  gru_candidate_backward()
 * makes dz, dn and the term g z of dh; gru_reset_backward() makes dr and the
 * term drh r of dh.  Call the last one only if h is not NULL; otherwise dr
 * is 0. */
void gru_reset_forward(const struct gru_tile *);
void gru_candidate_forward(const struct gru_tile *);
void gru_candidate_backward(const struct gru_tile *);
void gru_reset_backward(const struct gru_tile *);

#endif
