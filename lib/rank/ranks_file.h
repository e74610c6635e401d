/*
 * ranks_file - the ranks file, ranks-tsv(5): "label greater equal", a row for
 * each example.
 *
 * The ranks of parts of the examples can be computed separately and
 * concatenated; the metrics are the same.  Two runs over the same examples can
 * be compared row by row.
 *
 * A file for a share of the candidates has a column "share", I/N, and counts
 * only those candidates.  rank/ranks_shares adds up all shares.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RANKS_FILE_H
#define RANK_RANKS_FILE_H

#include "base/base.h"

struct ranks_file;
struct shard;

/* Opens n files, to be read one after another.  paths must outlive it. */
struct ranks_file *ranks_file_open(
    const char *const *paths, size_t n, int header, struct fail *);

void ranks_file_close(struct ranks_file *); /* NULL is allowed */

/* Returns 1 if the file is for a share of the candidates. */
int ranks_file_is_share(const struct ranks_file *);

/* In a file for a share, both counts of a label that is not a candidate.  In
 * other files they are 0. */
#define RANKS_FILE_UNKNOWN UINT64_MAX

/* A row, valid until the next. */
struct ranks_file_row {
	struct slice wanted;             /* cell of labels */
	size_t n;                        /* number of labels */
	const uint64_t *greater, *equal; /* [n] */
	struct slice share;              /* the cell; s NULL: all candidates */
};

/* Reads the next example.  Returns 1, 0 at the end, -1 on an error. */
int ranks_file_next(
    struct ranks_file *, struct ranks_file_row *, struct fail *);

/* The place of the last row, for messages. */
const char *ranks_file_where(struct ranks_file *);

/* share NULL: counts are of all candidates. */
void ranks_file_put_header(struct output *, const struct shard *share);
void ranks_file_put(
    struct output *, const struct ranks_file_row *, const struct shard *share);

#endif
