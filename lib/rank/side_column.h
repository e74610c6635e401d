/*
 * side_column - a column of a TSV that goes beside the queries, row by row.
 *
 * Queries have no names: row i of the labels, or of what is to be left out,
 * belongs to query i, and a count that differs is an error.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SIDE_COLUMN_H
#define RANK_SIDE_COLUMN_H

#include "base/base.h"

struct arena;
struct candidates;
struct side_column;
struct shard;
struct exclude;

enum side_column_kind {
	SIDE_COLUMN_LABELS, /* label, an item; without header the last */
	SIDE_COLUMN_LISTS,  /* context, a list; without header the first */
};

/* column is a name or a number, NULL for the usual one; if that is not there,
 * an only column will do.  The rows that count are those of the shard; NULL:
 * all.  path, column and shard must outlive it. */
struct side_column *side_column_open(const char *path, enum side_column_kind,
    const char *column, int header, const struct shard *shard, struct fail *);

void side_column_close(struct side_column *); /* NULL is fine */

#define SIDE_COLUMN_TEXTS \
	((size_t)1 << 30) /* bytes of the labels of one call */

/*
 * The next m labels: their ids, 0 for an unknown one, and what stands there,
 * copied to the arena.  -1: there are fewer.
 */
int side_column_labels(struct side_column *, size_t m, const struct vocab *v,
    int32_t *id, struct slice *text, struct arena *, struct fail *);

/*
 * The next m lists as rows of skip, which is cleared first; items that are no
 * candidates do not matter.  In row i the item but[i] is passed over; but may
 * be NULL.
 */
int side_column_lists(struct side_column *, size_t m, const struct candidates *,
    const int32_t *but, struct exclude *, struct fail *);

/* All queries have been; -1 if there are more rows. */
int side_column_end(struct side_column *, struct fail *);

#endif
