/*
 * ranks - the ranks file, ranks-tsv(5): "label greater equal", an example a
 * row.
 *
 * Ranks of parts of the examples, made apart and joined, give the metrics of
 * the whole; and two runs over the same examples can be compared row by row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RANKS_H
#define RANK_RANKS_H

#include "base/base.h"

struct ranks;

/* The rows of n files, one after the other.  paths must outlive it. */
struct ranks *ranks_open(
    const char *const *paths, size_t n, int header, struct fail *);

void ranks_close(struct ranks *); /* NULL is fine */

/* The next example: 1, 0 at the end, -1.  *label holds until the next call;
 * *equal is 0 if the label was no candidate. */
int ranks_next(struct ranks *, struct slice *label, uint64_t *greater,
    uint64_t *equal, struct fail *);

/* The place of the row read last. */
const char *ranks_where(struct ranks *);

void ranks_put_header(struct outf *);
void ranks_put(
    struct outf *, struct slice label, uint64_t greater, uint64_t equal);

#endif
