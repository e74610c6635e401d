/*
 * gru - the part of the GRU that works number by number, for a tile of rows.
 *
 * The matrix products stand around it (nn/cell_gru).  Keras' GRU, reset after
 * the product; x^ = x W + b and h U are made by the caller, and h^ = h U + c:
 *
 *   z = sigmoid(x^_z + h^_z)              update: z keeps the old state
 *   r = sigmoid(x^_r + h^_r)              reset
 *   n = tanh(x^_n + r * h^_n)             candidate
 *   h' = z * h + (1 - z) * n
 *
 * and backwards, with g = dL/dh':
 *
 *   dn = g (1 - z) (1 - n n)              before the tanh
 *   dz = g (h - n) z (1 - z)              before the sigmoid
 *   dr = dn h^_n r (1 - r)
 *   dx^ = [dz, dr, dn],  dh^ = [dz, dr, dn r],  dh = g z (+ dh^ U')
 *
 * Letters: R rows of the tile, H units.  Gates stand in the order z, r, n.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_GRU_H
#define MATH_GRU_H

#include "base/base.h"

struct gru_tile {
	size_t rows, units; /* R, H */

	/* In; of both directions.  Row b of x^ is x[item[b]]: [3H] each. */
	const real *x;       /* [items,3H] */
	const real *c;       /* [3H] recurrent bias */
	const int32_t *item; /* [R] */

	/* A row whose live[b] is 0 keeps its state and gets no gradient but
	 * g; NULL: all live. */
	const unsigned char *live; /* [R] */
	const real *h;             /* [R,H] the state before */
	real *gates; /* [R,3H] forward: in h U, out z, r, n; backward: in */
	real *hn;    /* [R,H] forward: out h^_n; backward: in */

	real *next; /* [R,H] forward: out h' */

	real *g;  /* [R,H] backward: in dL/dh', out g z */
	real *dx; /* [items,3H] backward: row item[b] gets dx^ added */
	real *dh; /* [R,3H] backward: out dh^ */
	real *dc; /* [3H] backward: gets the sum of dh^ added */
};

void gru_forward(const struct gru_tile *);
void gru_backward(const struct gru_tile *);

#endif
