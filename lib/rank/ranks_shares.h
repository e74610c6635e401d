/*
 * ranks_shares - the ranks files of all shares of the candidates, added up.
 *
 * The sum of the shares' counts equals the counts of one run over all
 * candidates. The files may be in any order.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RANKS_SHARES_H
#define RANK_RANKS_SHARES_H

#include "base/base.h"

struct ranks_file;
struct ranks_file_row;
struct ranks_shares;

/* Opens n files.  The first is already open; it is closed with the others, and
 * on failure too.  paths must outlive the result.  Returns NULL if a file is
 * not the ranks file of a share. */
struct ranks_shares *ranks_shares_open(struct ranks_file *first,
    const char *const *paths, size_t n, struct fail *);
void ranks_shares_close(struct ranks_shares *); /* NULL is allowed */

/*
 * Reads the next example with its total counts.  Returns 1, 0 at the end of all
 * files, -1 if the files are not all shares of one evaluation.
 */
int ranks_shares_next(
    struct ranks_shares *, struct ranks_file_row *, struct fail *);

#endif
