/* cell_tile - what the cells of the table share: where the states before a step
 * stand, and the gradient of what multiplies them. */
/* SPDX-License-Identifier: MIT */
#include "nn/cell.h"

#include "math/mm.h"

const real *
cell_before(const struct cell_tile *t, size_t k, size_t first)
{
	return k ? t->h + (first - (size_t)t->rows[k - 1]) * t->units
	         : t->start;
}

real *
cell_dbefore(const struct cell_tile *t, size_t k, size_t first)
{
	return k ? t->dh + (first - (size_t)t->rows[k - 1]) * t->units : NULL;
}

/*
 * The states before step k are the first rows[k] of those after step k - 1:
 * all of them, if no sequence ended there, and then those before step k + 1
 * follow without a gap.  So a product runs on until a sequence has ended; where
 * all are of one length, over all steps.
 */
void
cell_add_du(const struct cell_tile *t, size_t cols, const real *d, size_t gh)
{
	const int32_t *rows = t->rows;
	size_t first = (size_t)rows[0], k, n;

	if (t->start)
		mm_tn_in(t->units, cols, first, t->start, t->units, d, gh, 1,
		    t->du, gh);
	for (k = 1; k < t->steps; first += n) {
		const real *h = cell_before(t, k, first);

		n = 0;
		do {
			n += (size_t)rows[k++];
		} while (k < t->steps && rows[k - 1] == rows[k - 2]);
		mm_tn_in(t->units, cols, n, h, t->units, d + first * gh, gh, 1,
		    t->du, gh);
	}
}
