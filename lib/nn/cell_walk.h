/*
 * cell_walk - where a tile's states before its steps stand, for the cells.
 *
 * Letters: as in cell.h.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CELL_WALK_H
#define NN_CELL_WALK_H

#include "base/base.h"

struct cell_tile;

/* The states [rows[k],H] before step k, whose events are first and on; NULL: 0.
 * And the gradient by them; NULL: not asked, k is 0. */
const real *cell_before(const struct cell_tile *, size_t k, size_t first);
real *cell_dbefore(const struct cell_tile *, size_t k, size_t first);

/*
 * The first cols columns of du get the sum over all events of h' d added, with
 * h the state before an event, and d its first cols of a row of [E,GH].
 */
void cell_add_du(
    const struct cell_tile *, size_t cols, const real *d, size_t gh);

#endif
