/*
 * ranks - the processes of one MPI job that train one model together.
 *
 * Every rank runs the same program on the same input and computes the same
 * numbers, except for the work that ranks divide.  All ranks must make the
 * exchanging calls in the same order, on the thread that called ranks_begin().
 * These calls return no error: if an exchange fails or a rank dies, all ranks
 * end.
 *
 * base/ranks.c serves programs that run alone, base/mpi/ranks_mpi.c those that
 * MPI starts.  A program is linked with one of the two.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_RANKS_H
#define BASE_RANKS_H

#include "base/base.h"

/*
 * Joins the other ranks; exit() leaves them.  Only rank 0 writes to standard
 * output and standard error.  If another rank fails alone, the last line that
 * it wrote to standard error is printed.
 */
void ranks_begin(void);

int ranks_count(void);
int ranks_me(void); /* from 0 */

/* Returns 1 if MPI started this process.  Its standard output may then be a
 * terminal of mpirun, wherever mpirun's own output goes. */
int ranks_are_begun(void);

/* p [bytes] becomes the bitwise or over all ranks.  So if each rank fills its
 * own part and leaves 0 elsewhere, every rank gets all parts.  ranks_any() does
 * the same with an int. */
void ranks_join(void *p, size_t bytes);
int ranks_any(int flags);

/* A message to or from another rank. */
struct ranks_part {
	int rank; /* the receiver or the sender; never this rank */
	void *p;
	size_t bytes;
};

/* Sends nsend messages and receives nreceive.  Messages between the same two
 * ranks arrive in order. */
void ranks_exchange(size_t nsend, const struct ranks_part *send,
    size_t nreceive, const struct ranks_part *receive);

/* Each rank r has filled p[at[r]] up to p[at[r + 1]], in bytes; afterwards
 * every rank has all of p. */
void ranks_gather(void *p, const size_t *at);

#endif
