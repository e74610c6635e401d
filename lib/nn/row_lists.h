/*
 * row_lists - the different table rows of a batch: which rows each holder has,
 * and which holders each row has.
 *
 * Letters: H holders, N different rows, T pairs of a holder and a row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ROW_LISTS_H
#define NN_ROW_LISTS_H

#include "base/base.h"

/* Zero this before use. */
struct row_lists {
	size_t holders, n; /* H, N */
	int32_t *row;      /* [N] row numbers of the table */
	int32_t *start;    /* [H+1] where the rows of a holder begin in at */
	int32_t *at;       /* [T] index into row */
	int32_t *back;     /* [N+1] where the holders of a row begin in of */
	int32_t *of;       /* [T] holders, ascending */

	int32_t *place; /* [rows of the table] index in row, else -1 */
};

/* Allocates memory for a table of `rows` rows, for `holders` holders and for
 * `times` pairs.  Returns -1 if memory runs out.  Free it with
 * row_lists_free(), even after a failure. */
int row_lists_alloc(struct row_lists *, size_t rows, size_t holders,
    size_t times, struct fail *);
void row_lists_free(struct row_lists *);

/* Call row_lists_clear() first, which empties the lists.  Then, for one holder
 * after another, call row_lists_put() for each of its rows and row_lists_next()
 * after the last.  row_lists_end() ends the lists; with back it also lists the
 * holders of each row. */
void row_lists_clear(struct row_lists *);
void row_lists_put(struct row_lists *, int32_t row);
void row_lists_next(struct row_lists *);
void row_lists_end(struct row_lists *, int back);

/* The number of rows of holder k. */
static inline int32_t
row_lists_count(const struct row_lists *l, size_t k)
{
	return l->start[k + 1] - l->start[k];
}

/*
 * With X columns: row_lists_add_mean() adds to x [X] the mean of y [N,X] over
 * holder k's rows.  row_lists_gather() is the way back of the gradients: sets d
 * [X] to the sum of dx [H,X] over the holders of row r, each by its share.
 */
void row_lists_add_mean(
    const struct row_lists *, size_t k, size_t X, const real *y, real *x);
void row_lists_gather(
    const struct row_lists *, size_t r, size_t X, const real *dx, real *d);

#endif
