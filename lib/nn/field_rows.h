/*
 * field_rows - sums of table rows: for an event those of its item and its
 * fields, for a query those of its fields.
 *
 * Letters: n rows, W columns, N values of a field.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FIELD_ROWS_H
#define NN_FIELD_ROWS_H

#include "base/base.h"

#define FIELD_ROWS 17 /* most tables */

/* Row i of the sums takes the table's row at[i].  If the field has sequences,
 * row i takes the mean of the rows at[first[s]] to at[first[s+1]-1] of its
 * sequence s = of[i]. */
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

/* The tables whose rows are added for events (item and fields), and for
 * queries. */
struct field_sums {
	struct field_rows events, queries;
};

/* Sets x [m,W] to the sums for rows first .. first + m - 1, which take one row
 * of each table. */
void field_rows_sum(const struct field_rows *, size_t first, size_t m, real *x);

/* Adds dx [m,W] to the gradient d of every table row in the sums. */
void field_rows_spread(
    const struct field_rows *, size_t first, size_t m, const real *dx);

/* field_rows_add_means() adds the means of sequences to x [m,W];
 * field_rows_spread_means() is the backward pass. */
void field_rows_add_means(
    const struct field_rows *, size_t first, size_t m, real *x);
void field_rows_spread_means(
    const struct field_rows *, size_t first, size_t m, const real *dx);

#endif
