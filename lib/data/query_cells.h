/*
 * query_cells - the cells before a query in query-tsv(5): user, known items of
 * the context, label and rules for the list, kept as text while examples are
 * read.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_QUERY_CELLS_H
#define DATA_QUERY_CELLS_H

#include "base/base.h"

struct vocab;

struct query_cells;

/* user, label: the columns; NULL: the usual ones, if present.  errors: rows
 * have a cell for an error message.  Returns NULL if memory runs out. */
struct query_cells *query_cells_new(
    const char *user, const char *label, int errors, struct fail *);
void query_cells_free(struct query_cells *); /* NULL is allowed */

/* Finds the columns.  The caller knows the column of contexts. */
int query_cells_begin(struct query_cells *, struct tsv *t, int context,
    size_t columns, struct fail *);

/* Adds a row.  Keeps only those items of the context that v has.  cells: NULL
 * if the row could not be read.  error: why the row is invalid; NULL if it is
 * valid.  Returns -1 if memory runs out. */
int query_cells_add(struct query_cells *, const struct slice *cells,
    const struct vocab *v, const char *error, struct fail *);

void query_cells_clear(struct query_cells *); /* removes all rows */

/* Returns 1 if rows have this column, an enum query_tsv_column. */
int query_cells_has(const struct query_cells *, int column);

/* The text of row i, valid until a row is added or removed. */
struct slice query_cells_row(const struct query_cells *, size_t i);

#endif
