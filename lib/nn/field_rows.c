/* field_rows - rows that are sums of rows of tables. */
/* SPDX-License-Identifier: MIT */
#include "nn/field_rows.h"

#include <string.h>

#include "math/vec.h"

void
field_rows_sum(const struct field_rows *e, size_t first, size_t m, real *x)
{
	const size_t W = e->width;
	size_t i, k;

	for (i = first; i < first + m; i++, x += W) {
		const struct field_table *t = e->table;

		memcpy(x, t->x + (size_t)t->at[i] * W, W * sizeof(*x));
		for (k = 1; k < e->n; k++)
			vec_add(W, x, t[k].x + (size_t)t[k].at[i] * W);
	}
}

void
field_rows_spread(
    const struct field_rows *e, size_t first, size_t m, const real *dx)
{
	const size_t W = e->width;
	size_t i, k;

	for (i = first; i < first + m; i++, dx += W)
		for (k = 0; k < e->n; k++) {
			const struct field_table *t = &e->table[k];

			vec_add(W, t->d + (size_t)t->at[i] * W, dx);
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
