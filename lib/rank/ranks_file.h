/*
 * ranks_file - the ranks file, ranks-tsv(5): "label greater equal", an example a
 * row.
 *
 * Ranks of parts of the examples, made apart and joined, give the metrics of
 * the whole; and two runs over the same examples can be compared row by row.
 *
 * A file of a share of the candidates has a column "share", I/N, and counts those
 * candidates only: what all shares count, added up, is the whole (ranks_shares).
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RANKS_FILE_H
#define RANK_RANKS_FILE_H

#include "base/base.h"

struct ranks_file;
struct shard;

/* The rows of n files, one after the other.  paths must outlive it. */
struct ranks_file *ranks_file_open(
    const char *const *paths, size_t n, int header, struct fail *);

void ranks_file_close(struct ranks_file *); /* NULL is fine */

/* Is it of a share of the candidates? */
int ranks_file_is_share(const struct ranks_file *);

/* Of a share, both counts of a label that is no candidate; else they are 0. */
#define RANKS_FILE_UNKNOWN UINT64_MAX

/* A row; what it points to holds until the next. */
struct ranks_file_row {
	struct slice wanted;             /* the cell of labels */
	size_t n;                        /* labels */
	const uint64_t *greater, *equal; /* [n] */
	struct slice share;              /* its cell; s NULL: of all */
};

/* The next example: 1, 0 at the end, -1. */
int ranks_file_next(
    struct ranks_file *, struct ranks_file_row *, struct fail *);

/* The place of the row read last. */
const char *ranks_file_where(struct ranks_file *);

/* With share NULL as counts of all candidates. */
void ranks_file_put_header(struct output *, const struct shard *share);
void ranks_file_put(
    struct output *, const struct ranks_file_row *, const struct shard *share);

#endif
