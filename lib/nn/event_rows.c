/* event_rows - rows of events, the sums of rows of items and of fields. */
/* SPDX-License-Identifier: MIT */
#include "nn/event_rows.h"

#include <string.h>

#include "math/vec.h"

void
event_rows_sum(const struct event_rows *e, size_t first, size_t n,
    const real *item, real *x)
{
	const size_t W = e->width;
	size_t i, k;

	for (i = first; i < first + n; i++, x += W) {
		memcpy(x, item + (size_t)e->item[i] * W, W * sizeof(*x));
		for (k = 0; k < e->n; k++)
			vec_add(W, x,
			    e->field[k].x + (size_t)e->field[k].at[i] * W);
	}
}

void
event_rows_spread(const struct event_rows *e, size_t first, size_t n,
    const real *dx, real *item)
{
	const size_t W = e->width;
	size_t i, k;

	for (i = first; i < first + n; i++, dx += W) {
		vec_add(W, item + (size_t)e->item[i] * W, dx);
		for (k = 0; k < e->n; k++)
			vec_add(W,
			    e->field[k].d + (size_t)e->field[k].at[i] * W, dx);
	}
}
