/* row_lists - which table rows each holder has, and which holders each row
 * has. */
/* SPDX-License-Identifier: MIT */
#include "nn/row_lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "math/vec.h"

int
row_lists_alloc(struct row_lists *l, size_t rows, size_t holders, size_t times,
    struct fail *f)
{
	const size_t most = size_min(rows, times);

	if (ARRAY_RESIZE(&l->row, most, 1, f) ||
	    ARRAY_RESIZE(&l->place, rows, 1, f) ||
	    ARRAY_RESIZE(&l->start, holders + 2, 1, f) ||
	    ARRAY_RESIZE(&l->at, times, 1, f) ||
	    ARRAY_RESIZE(&l->back, most + 2, 1, f) ||
	    ARRAY_RESIZE(&l->of, times, 1, f))
		return -1;
	memset(l->place, 0xff, rows * sizeof(*l->place)); /* all -1 */
	row_lists_clear(l);
	return 0;
}

void
row_lists_free(struct row_lists *l)
{
	free(l->row);
	free(l->place);
	free(l->start);
	free(l->at);
	free(l->back);
	free(l->of);
	*l = (struct row_lists){0};
}

void
row_lists_clear(struct row_lists *l)
{
	l->n = l->holders = 0;
	l->start[0] = l->start[1] = 0;
}

void
row_lists_put(struct row_lists *l, int32_t row)
{
	int32_t *end = &l->start[l->holders + 1];

	if (l->place[row] < 0) {
		l->place[row] = (int32_t)l->n;
		l->row[l->n++] = row;
	}
	l->at[(*end)++] = l->place[row];
}

void
row_lists_next(struct row_lists *l)
{
	const int32_t end = l->start[++l->holders];

	l->start[l->holders + 1] = end;
}

/* Counting sort. */
static void
turn_round(struct row_lists *l)
{
	const int32_t n = l->start[l->holders];
	int32_t i;
	size_t k;

	memset(l->back, 0, (l->n + 2) * sizeof(*l->back));
	for (i = 0; i < n; i++)
		l->back[l->at[i] + 2]++;
	for (k = 2; k < l->n + 2; k++)
		l->back[k] += l->back[k - 1];
	for (k = 0; k < l->holders; k++)
		for (i = l->start[k]; i < l->start[k + 1]; i++)
			l->of[l->back[l->at[i] + 1]++] = (int32_t)k;
}

void
row_lists_end(struct row_lists *l, int back)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		l->place[l->row[i]] = -1;
	if (back)
		turn_round(l);
}

/* Adds the n-th part of y [X] to x. */
static void
add_share(size_t X, real *x, const real *y, int32_t n)
{
	if (n == 1)
		vec_add(X, x, y);
	else
		vec_blend(X, x, 1, y, 1 / (real)n);
}

void
row_lists_add_mean(
    const struct row_lists *l, size_t k, size_t X, const real *y, real *x)
{
	const int32_t n = row_lists_count(l, k);
	int32_t j;

	for (j = l->start[k]; j < l->start[k + 1]; j++)
		add_share(X, x, y + (size_t)l->at[j] * X, n);
}

void
row_lists_gather(
    const struct row_lists *l, size_t r, size_t X, const real *dx, real *d)
{
	int32_t j;

	memset(d, 0, X * sizeof(*d));
	for (j = l->back[r]; j < l->back[r + 1]; j++) {
		const size_t k = (size_t)l->of[j];

		add_share(X, d, dx + k * X, row_lists_count(l, k));
	}
}
