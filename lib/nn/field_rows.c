/* field_rows - rows that are sums of rows of tables. */
/* SPDX-License-Identifier: MIT */
#include "nn/field_rows.h"

#include "math/vec.h"

/* Bytes of a cache line. */
#define LINE 64

/* Prefetches row [W]: the items' table does not fit the cache, and its rows
 * come in no order. */
static void
fetch(size_t W, const real *row)
{
	size_t i;

	for (i = 0; i < W; i += LINE / sizeof(*row))
		__builtin_prefetch(row + i);
}

void
field_rows_sum(const struct field_rows *e, size_t first, size_t m, real *x)
{
	const size_t W = e->width;
	const struct field_table *t = e->table;
	const real *row[FIELD_ROWS];
	size_t i, k;

	for (i = first; i < first + m; i++, x += W) {
		if (i + 1 < first + m)
			fetch(W, t->x + (size_t)t->at[i + 1] * W);
		for (k = 0; k < e->n; k++)
			row[k] = t[k].x + (size_t)t[k].at[i] * W;
		vec_sum_rows(W, x, row, e->n);
	}
}

void
field_rows_spread(
    const struct field_rows *e, size_t first, size_t m, const real *dx)
{
	const size_t W = e->width;
	const struct field_table *t = e->table;
	real *row[FIELD_ROWS];
	size_t i, k;

	for (i = first; i < first + m; i++, dx += W) {
		if (i + 1 < first + m)
			fetch(W, t->d + (size_t)t->at[i + 1] * W);
		for (k = 0; k < e->n; k++)
			row[k] = t[k].d + (size_t)t[k].at[i] * W;
		vec_add_to_rows(W, row, e->n, dx);
	}
}

void
field_rows_add_means(
    const struct field_rows *e, size_t first, size_t m, real *x)
{
	const size_t W = e->width;
	size_t i, k, j;

	for (i = first; i < first + m; i++, x += W)
		for (k = 0; k < e->n; k++) {
			const struct field_table *t = &e->table[k];
			const size_t *end = t->first + t->of[i] + 1;
			const real share = 1 / (real)(end[0] - end[-1]);

			for (j = end[-1]; j < end[0]; j++)
				vec_blend(W, x, 1, t->x + (size_t)t->at[j] * W,
				    share);
		}
}

void
field_rows_spread_means(
    const struct field_rows *e, size_t first, size_t m, const real *dx)
{
	const size_t W = e->width;
	size_t i, k, j;

	for (i = first; i < first + m; i++, dx += W)
		for (k = 0; k < e->n; k++) {
			const struct field_table *t = &e->table[k];
			const size_t *end = t->first + t->of[i] + 1;
			const real share = 1 / (real)(end[0] - end[-1]);

			for (j = end[-1]; j < end[0]; j++)
				vec_blend(W, t->d + (size_t)t->at[j] * W, 1, dx,
				    share);
		}
}
