/*
 * row_states - the states that the rows of a batch carry to the next batch.
 *
 * Letters: S states, B rows, H columns of a state.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ROW_STATES_H
#define NN_ROW_STATES_H

#include "base/base.h"

struct tower;

/* Zero this before use. */
struct row_states {
	size_t rows; /* B */
	size_t n;    /* numbers of all states */
	real *x;     /* [S][B,H], 0 at first */
	const struct tower *tower;
};

/* Allocates states for B rows of the tower, which must outlive them.  Returns
 * -1 if memory runs out.  Free it with row_states_free(), even after a
 * failure. */
int row_states_alloc(
    struct row_states *, const struct tower *, size_t rows, struct fail *);
void row_states_free(struct row_states *);

/* Row i < rows continues row from[i] >= i of the last batch, or begins with 0
 * if from[i] is -1. */
void row_states_move(struct row_states *, const int32_t *from, size_t rows);

#endif
