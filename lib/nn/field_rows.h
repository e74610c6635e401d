/*
 * field_rows - rows that are sums of table rows: an event's item and its
 * fields, or the fields of a query.
 *
 * Letters: n rows, W columns, N values of a field.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FIELD_ROWS_H
#define NN_FIELD_ROWS_H

#include "base/base.h"

#define FIELD_ROWS 17 /* most tables */

/* Row i takes the table's row at[i].  If the field has sequences, row i takes
 * the mean of the rows at[first[s]] to at[first[s+1]-1] of its sequence s =
 * of[i]. */
struct field_table {
	const int32_t *at;
	const int32_t *of;   /* [n]; NULL: no sequences */
	const size_t *first; /* [.] */
	const real *x;       /* [N,W] */
	real *d;             /* [N,W] backward: receives the gradient */
};

struct field_rows {
	size_t n, width; /* number of tables; W */
	struct field_table table[FIELD_ROWS];
};

/* What fields add to events, joined to their items, and to queries. */
struct field_sums {
	struct field_rows events, queries;
};

/* Sums for rows first .. first + m - 1, which take one row of each table: x
 * [m,W]. */
void field_rows_sum(const struct field_rows *, size_t first, size_t m, real *x);

/* Adds dx [m,W] to the gradient d of every table row in the sums. */
void field_rows_spread(
    const struct field_rows *, size_t first, size_t m, const real *dx);

/* Adds the means of sequences to x; and the backward pass. */
void field_rows_add_means(
    const struct field_rows *, size_t first, size_t m, real *x);
void field_rows_spread_means(
    const struct field_rows *, size_t first, size_t m, const real *dx);

#endif
