/*
 * field_rows - rows that are sums of rows of tables: of an event's item and its
 * fields, or what the fields of a query come to.
 *
 * Letters: n rows, W columns, N values of a field.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FIELD_ROWS_H
#define NN_FIELD_ROWS_H

#include "base/base.h"

#define FIELD_ROWS 17 /* tables, at most */

/* Row i has the table's row at[i]; or where it is of a sequence s = of[i], the mean
 * of those from at[first[s]] to at[first[s+1]-1]. */
struct field_table {
	const int32_t *at;
	const int32_t *of;   /* [n]; NULL: there are no sequences */
	const size_t *first; /* [.] */
	const real *x;       /* [N,W] */
	real *d;             /* [N,W] backward: gets the gradient */
};

struct field_rows {
	size_t n, width; /* tables, W */
	struct field_table table[FIELD_ROWS];
};

/* What fields make of events, with their items, and what they add to queries. */
struct field_sums {
	struct field_rows events, queries;
};

/* x [m,W] of the rows first and after, which have one row of each table: the sums. */
void field_rows_sum(const struct field_rows *, size_t first, size_t m, real *x);

/* The gradient dx [m,W] is added to that of the rows summed, each table's d. */
void field_rows_spread(
    const struct field_rows *, size_t first, size_t m, const real *dx);

/* The same of sequences, where what there is is added to x. */
void field_rows_add_means(
    const struct field_rows *, size_t first, size_t m, real *x);
void field_rows_spread_means(
    const struct field_rows *, size_t first, size_t m, const real *dx);

#endif
