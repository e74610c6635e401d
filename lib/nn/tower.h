/*
 * tower - the query tower over a tile of sequences, forward and backward.
 *
 *   events -> cell 0 -> .. -> cell L-1 -> the events that are asked
 *          -> projection -> length 1 -> [q, 1]
 *
 * with dropout after every cell; parts that a net does not have are left out.
 * What the first cell takes from an item is a row of a table that the caller
 * has made once for each different item.
 *
 * Letters: as nn/params.h and nn/batch.h have them; Q queries of the tile.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TOWER_H
#define NN_TOWER_H

#include "base/base.h"

struct batch;
struct dropout;
struct params;

struct tower {
	const struct params *net;
	const struct batch *batch;
	const real *table;       /* [I,GH] x W + b of the items */
	real *const *transposed; /* [PARAM_COUNT] as nn/workspace has it */
	const struct dropout *dropout; /* NULL: none */
};

/* Where gradients are added to. */
struct tower_sums {
	real *table;  /* [I,GH] */
	real **g;     /* [PARAM_COUNT] dense parameters but the first kernel */
	double *bias; /* [L][2,GH] of input and recurrence, then [D] */
};

/* Numbers of memory that the tile needs. */
size_t tower_scratch(const struct tower *, size_t tile);

/* q [Q,E]; and the states in batch.carry, if there are any, go on.  Cannot
 * fail. */
void tower_forward(const struct tower *, size_t tile, real *scratch, real *q);

/* From dq [Q,E], with scratch and q as tower_forward() left them. */
void tower_backward(const struct tower *, size_t tile, real *scratch,
    const real *q, const real *dq, const struct tower_sums *);

#endif
