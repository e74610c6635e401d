/*
 * row_lists - which rows of a table each holder has, and who has a row: the different
 * ones of a batch.
 *
 * Letters: H holders, N different rows, T times that a holder has a row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ROW_LISTS_H
#define NN_ROW_LISTS_H

#include "base/base.h"

/* Zero it first. */
struct row_lists {
	size_t holders, n; /* H, N */
	int32_t *row;      /* [N] which of the table */
	int32_t *start;    /* [H+1] where a holder's rows begin */
	int32_t *at;       /* [T] its rows: which of row */
	int32_t *back;     /* [N+1] where a row's holders begin */
	int32_t *of;       /* [T] its holders, ascending */

	int32_t *place; /* [rows of the table] where one is in row, -1 */
};

/* Memory for so many rows of the table, holders and times at most; freed by
 * row_lists_free() in any case. */
int row_lists_alloc(struct row_lists *, size_t rows, size_t holders,
    size_t times, struct fail *);
void row_lists_free(struct row_lists *);

/* Empty; then for one holder after the other its rows, and that it has them all;
 * then that all are there, with back also who has which. */
void row_lists_clear(struct row_lists *);
void row_lists_put(struct row_lists *, int32_t row);
void row_lists_next(struct row_lists *);
void row_lists_end(struct row_lists *, int back);

/* How many rows holder k has. */
static inline int32_t
row_lists_count(const struct row_lists *l, size_t k)
{
	return l->start[k + 1] - l->start[k];
}

#endif
