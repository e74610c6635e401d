/*
 * query_cells - what stands beside a query in query-tsv(5): the user, the items
 * of the context that the model knows, the label, kept as text while examples
 * are read.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_QUERY_CELLS_H
#define DATA_QUERY_CELLS_H

#include "base/base.h"

struct vocab;

struct query_cells;

/* Columns of users and labels; NULL: the usual, if they are there.  NULL without
 * memory. */
struct query_cells *query_cells_new(
    const char *user, const char *label, struct fail *);
void query_cells_free(struct query_cells *); /* NULL is fine */

/* Finds the columns; that of contexts is known. */
int query_cells_begin(struct query_cells *, struct tsv *t, int context,
    size_t columns, struct fail *);

/* Adds a row; the items of the context that are known are those of v. */
int query_cells_add(struct query_cells *, const struct slice *cells,
    const struct vocab *v, struct fail *);

int query_cells_has_user(const struct query_cells *);
int query_cells_has_label(const struct query_cells *);
struct slice query_cells_row(const struct query_cells *, size_t i);

#endif
