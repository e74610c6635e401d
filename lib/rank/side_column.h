/*
 * side_column - a column of a TSV file that goes with the queries, row by row.
 *
 * Rows of floats have no names: row i of the labels, exclusions or keys belongs
 * to query i, and a different number of rows is an error.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SIDE_COLUMN_H
#define RANK_SIDE_COLUMN_H

#include "base/base.h"

struct side_column;
struct shard;

enum side_column_kind {
	SIDE_COLUMN_LABELS, /* label; without a header the last column */
	SIDE_COLUMN_LISTS,  /* context or items; without a header the whole
                               row */
	SIDE_COLUMN_KEYS,   /* user; without a header the first column */
};

/*
 * Opens the file.  column is a name or a number; NULL: the default name or, if
 * that is absent, the only column.  `also` is a second column, or NULL.  Only
 * the rows of the shard are read; NULL: all.  path, column, also and shard must
 * outlive the result.  Returns NULL on failure.
 */
struct side_column *side_column_open(const char *path, enum side_column_kind,
    const char *column, const char *also, int header, const struct shard *shard,
    struct fail *);

void side_column_close(struct side_column *); /* NULL is allowed */

/* Gets the cell of the next row, and the cell of the second column if there is
 * one; both are valid until the next call.  Returns -1 if there are no more
 * rows. */
int side_column_next(struct side_column *, struct slice *cell,
    struct slice *also, struct fail *);

/* The place of the last row, for messages. */
const char *side_column_where(struct side_column *);

/* The title of the column; "user" for keys without a header. */
struct slice side_column_title(const struct side_column *);

/* Call it after the last query.  Returns -1 if there are more rows. */
int side_column_end(struct side_column *, struct fail *);

#endif
