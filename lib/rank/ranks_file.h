/*
 * ranks_file - the ranks file, ranks-tsv(5): "label greater equal", an example a
 * row.
 *
 * Ranks of parts of the examples, made apart and joined, give the metrics of
 * the whole; and two runs over the same examples can be compared row by row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RANKS_FILE_H
#define RANK_RANKS_FILE_H

#include "base/base.h"

struct ranks_file;

/* The rows of n files, one after the other.  paths must outlive it. */
struct ranks_file *ranks_file_open(
    const char *const *paths, size_t n, int header, struct fail *);

void ranks_file_close(struct ranks_file *); /* NULL is fine */

/* A row; what it points to holds until the next. */
struct ranks_file_row {
	struct slice wanted;             /* the cell of labels */
	size_t n;                        /* labels */
	const uint64_t *greater, *equal; /* [n]; equal 0: no candidate */
};

/* The next example: 1, 0 at the end, -1. */
int ranks_file_next(
    struct ranks_file *, struct ranks_file_row *, struct fail *);

/* The place of the row read last. */
const char *ranks_file_where(struct ranks_file *);

void ranks_file_put_header(struct output *);
void ranks_file_put(struct output *, struct slice wanted, size_t n,
    const uint64_t *greater, const uint64_t *equal);

#endif
