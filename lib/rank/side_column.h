/*
 * side_column - a column of a TSV that goes beside the queries, row by row.
 *
 * Rows of floats have no names: row i of the labels, of what is to be left out,
 * or of the keys, belongs to query i, and a count that differs is an error.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SIDE_COLUMN_H
#define RANK_SIDE_COLUMN_H

#include "base/base.h"

struct side_column;
struct shard;

enum side_column_kind {
	SIDE_COLUMN_LABELS, /* label; without header the last */
	SIDE_COLUMN_LISTS,  /* context, or items; without header by the row */
	SIDE_COLUMN_KEYS,   /* user; without header the first */
};

/*
 * column is a name or a number, NULL for the usual one; if that is not there,
 * an only column will do.  also is one more column, or NULL.  The rows that
 * count are those of the shard; NULL: all.  path, columns and shard must outlive
 * it.
 */
struct side_column *side_column_open(const char *path, enum side_column_kind,
    const char *column, const char *also, int header, const struct shard *shard,
    struct fail *);

void side_column_close(struct side_column *); /* NULL is fine */

/* The cell of the next row, and that of the other column if there is one; they
 * hold until the next call.  -1: there is no such row. */
int side_column_next(struct side_column *, struct slice *cell,
    struct slice *also, struct fail *);

/* The place of the row read last. */
const char *side_column_where(struct side_column *);

/* What the column is called; "user" for keys without header. */
struct slice side_column_title(const struct side_column *);

/* All queries have been; -1 if there are more rows. */
int side_column_end(struct side_column *, struct fail *);

#endif
