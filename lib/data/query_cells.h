/*
 * query_cells - what stands beside a query in query-tsv(5): the user, the items
 * of the context that the model knows, the label, rules for the list, kept as
 * text while examples are read.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_QUERY_CELLS_H
#define DATA_QUERY_CELLS_H

#include "base/base.h"

struct vocab;

struct query_cells;

/* Columns of users and labels; NULL: the usual, if they are there.  errors: rows
 * have a cell for what is wrong with them.  NULL without memory. */
struct query_cells *query_cells_new(
    const char *user, const char *label, int errors, struct fail *);
void query_cells_free(struct query_cells *); /* NULL is fine */

/* Finds the columns; that of contexts is known. */
int query_cells_begin(struct query_cells *, struct tsv *t, int context,
    size_t columns, struct fail *);

/* Adds a row, of which cells NULL is known nothing; the items of the context that
 * are known are those of v.  error NULL: nothing is wrong with it. */
int query_cells_add(struct query_cells *, const struct slice *cells,
    const struct vocab *v, const char *error, struct fail *);

void query_cells_clear(struct query_cells *); /* no rows */

/* Is there that column?  (an enum query_tsv_column) */
int query_cells_has(const struct query_cells *, int column);
struct slice query_cells_row(const struct query_cells *, size_t i);

#endif
