/*
 * ranks - the processes that do one piece of work together.
 *
 * Every rank runs the same program on the same input and knows the same numbers,
 * but for those that are shared out.  Calls that exchange must come in the same
 * order on all ranks, from the thread that called ranks_begin().  None returns an
 * error: where the exchange fails, or a rank dies, all ranks end.
 *
 * base/ranks.c is of a program that is alone, cmd/mpi/ranks_mpi.c of one that MPI
 * begins; a program is linked with one of the two.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_RANKS_H
#define BASE_RANKS_H

#include "base/base.h"

/*
 * The program begins, and at exit() ends with the others.  Of what ranks but the
 * first write to standard output and error nothing is seen, except, where one ends
 * alone, its last line.
 */
void ranks_begin(void);

int ranks_count(void);
int ranks_me(void); /* from 0 */

/* Is another program between this one and the user, which has a terminal of its own
 * for standard output wherever that goes? */
int ranks_are_begun(void);

/* What rank 0 finds on standard input all others find there too. */
void ranks_share_input(void);

/* p [bytes] becomes the bitwise or of all ranks': what one has filled in, and is 0
 * elsewhere, all have.  ranks_any() does so with flags. */
void ranks_join(void *p, size_t bytes);
int ranks_any(int flags);

/* A message. */
struct ranks_part {
	int rank; /* to whom, or from whom; never this one */
	void *p;
	size_t bytes;
};

/* Sends some messages [nsend] and receives others [nreceive]; between two ranks
 * they come in order. */
void ranks_exchange(size_t nsend, const struct ranks_part *send,
    size_t nreceive, const struct ranks_part *receive);

/* Rank r has filled in bytes at[r] to before at[r + 1] of p; afterwards each rank
 * has all. */
void ranks_gather(void *p, const size_t *at);

#endif
