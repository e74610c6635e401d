/*
 * ranks_shares - the ranks files of all shares of the candidates, as one.
 *
 * What the shares count of a label, added up, is what one run over all candidates
 * counts.  Files come in any order.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RANKS_SHARES_H
#define RANK_RANKS_SHARES_H

#include "base/base.h"

struct ranks_file;
struct ranks_file_row;
struct ranks_shares;

/* The n files, of which the first is open already, and closed with the rest, or on
 * failure.  paths must outlive it.  NULL: one is of no share. */
struct ranks_shares *ranks_shares_open(struct ranks_file *first,
    const char *const *paths, size_t n, struct fail *);
void ranks_shares_close(struct ranks_shares *); /* NULL is fine */

/*
 * The next example, as ranks_file_next() would give it of the whole: 1, 0 at the
 * end of all.  -1: the files are not all shares of one evaluation.
 */
int ranks_shares_next(
    struct ranks_shares *, struct ranks_file_row *, struct fail *);

#endif
