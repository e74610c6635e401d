/*
 * cell - recurrent cells over a tile of rows, and the table of them.
 *
 * A cell takes, at every step, a row x^ of the input table (made once for each
 * different item, since x W + b depends on the item alone) and its state h, and
 * gives the next state.  Its parameters are a kernel W [D,GH], a recurrent
 * kernel U [H,GH] and biases [2,GH]: of the input (b) and recurrent (c).
 *
 * Letters: T steps, R rows of the tile, D inputs, H units, G gates, I items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CELL_H
#define NN_CELL_H

#include "base/base.h"

struct cell_tile {
	size_t steps, rows, units; /* T, R, H */
	const int32_t *item;       /* [T,R] rows of x */
	const int32_t *length;     /* [R] steps of a row before its pads, which
				      leave the state as it is; NULL: all T */
	const real *x;             /* [I,GH] input table, with b added */
	const real *u;             /* [H,GH] */
	const real *ut;            /* [GH,H] its transpose; backward */
	const real *c;             /* [GH] recurrent bias */
	real *scratch; /* what scratch() says; backward needs what forward
			  left there */

	real *h;    /* [R,H] forward: out, the last state; backward: in, the
		     loss's gradient by it, overwritten */
	real *dx;   /* [I,GH] added to */
	real *du;   /* [H,GH] added to */
	double *dc; /* [GH] added to */
};

struct cell {
	const char *name; /* as given to seq-train --cell= */
	const char *help;
	size_t gates; /* G */

	/* Numbers of scratch memory that a tile needs. */
	size_t (*scratch)(size_t steps, size_t rows, size_t units);

	/* From state 0 over all steps.  Cannot fail. */
	void (*forward)(const struct cell_tile *);
	void (*backward)(const struct cell_tile *);
};

/* Keras' GRU: the reset gate acts after the product (reset_after=True). */
extern const struct cell cell_gru; /* cell_gru.c */

/* The cell called name, or NULL.  cell_at(k) walks the table, NULL past it. */
const struct cell *cell_find(const char *name);
const struct cell *cell_at(size_t k);

#endif
