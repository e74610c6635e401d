/*
 * cell - recurrent cells over a tile of sequences, and the table of them.
 *
 * A tile's sequences are sorted by length, longest first, and stand step by
 * step without pads: at step t the first rows[t] of them are still there, and
 * event e = rows[0] + .. + rows[t-1] + b is the t-th item of sequence b.  So
 * the state before it is that of event e - rows[t-1], or start's row b.
 *
 * At every event a cell takes a row x^ = x W + b of its input, made by the
 * caller (for the first layer once for each different item, since it depends
 * on the item alone), and the state before, and gives the state after.  Its
 * parameters are a kernel W [D,GH], a recurrent kernel U [H,GH], and a bias
 * [biases,GH]: of the input, b, and if there are two, of the recurrence, c.
 *
 * A sequence's states depend on its own items and start alone, to the bit,
 * whatever else is in the tile.
 *
 * Letters: T steps, E events, R = rows[0], D inputs, H units, G gates, I rows
 * of the input.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CELL_H
#define NN_CELL_H

#include "base/base.h"

struct cell_tile {
	size_t steps, events, units; /* T > 0, E = sum of rows, H */
	const int32_t *rows;         /* [T] never more than the step before */
	const int32_t *item;         /* [E] row of x; NULL: event e has row e */
	const real *x;               /* [I,GH] input, with b added */
	const real *u;               /* [H,GH] */
	const real *ut;              /* [GH,H] its transpose; backward */
	const real *c;               /* [GH] recurrent bias; NULL if biases 1 */
	const real *start;           /* [R,H] states before; NULL: all 0 */
	real *scratch; /* what scratch() says; backward uses up what forward
			  left there */

	real *h;  /* [E,H] states after each event: forward out, backward in */
	real *dh; /* [E,H] backward: in the loss's gradient by h, each as if
		     the others did not hang on it; overwritten.  (start
		     gets none: where it is used, it is a constant.) */
	real *dx; /* [I,GH] backward: added to */
	real *du; /* [H,GH] backward: added to */
	double *dc; /* [GH] backward: added to; NULL if biases 1 */
};

struct cell {
	const char *name; /* as given to seq-train --cell= */
	const char *help;
	size_t gates;  /* G */
	size_t biases; /* 1 or 2 */

	/* Numbers of scratch memory that a tile needs (T, E, R, H). */
	size_t (*scratch)(
	    size_t steps, size_t events, size_t rows, size_t units);

	void (*forward)(const struct cell_tile *); /* cannot fail */
	void (*backward)(const struct cell_tile *);
};

/* Keras' GRU: the reset gate acts after the product (reset_after=True). */
extern const struct cell cell_gru; /* cell_gru.c */

/* The GRU of the GRU4Rec papers, and of Cho et al. 2014: it acts before. */
extern const struct cell cell_gru_reset_before; /* cell_gru_reset_before.c */

/* The cell called name, or NULL.  cell_at(k) walks the table, NULL past it. */
const struct cell *cell_find(const char *name);
const struct cell *cell_at(size_t k);

/*
 * For the cells: the states [rows[k],H] before step k, whose events are
 * first and on; NULL: 0.  And the gradient by them; NULL: not asked, k is 0.
 */
const real *cell_before(const struct cell_tile *, size_t k, size_t first);
real *cell_dbefore(const struct cell_tile *, size_t k, size_t first);

/*
 * The first cols columns of du get the sum over all events of h' d added, with
 * h the state before an event, and d its first cols of a row of [E,GH].
 */
void cell_add_du(
    const struct cell_tile *, size_t cols, const real *d, size_t gh);

#endif
