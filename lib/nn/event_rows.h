/*
 * event_rows - rows of events, each the sum of a row of its item and of a row for
 * each of its fields.
 *
 * Letters: n events, W columns, I items, N values of a field.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_EVENT_ROWS_H
#define NN_EVENT_ROWS_H

#include "base/base.h"

#define EVENT_ROWS 16 /* fields, at most */

struct event_rows {
	size_t n, width;     /* fields, W */
	const int32_t *item; /* [E] which row is of an event's item */
	struct {
		const int32_t *at; /* [E] which row is of its value */
		const real *x;     /* [N,W] */
		real *d;           /* [N,W] backward: gets the gradient */
	} field[EVENT_ROWS];
};

/* x [n,W] of the events first and after; item [I,W] has the rows of items. */
void event_rows_sum(const struct event_rows *, size_t first, size_t n,
    const real *item, real *x);

/* The gradient dx [n,W] is added to that of the rows summed: to item [I,W], and
 * to each field's d. */
void event_rows_spread(const struct event_rows *, size_t first, size_t n,
    const real *dx, real *item);

#endif
