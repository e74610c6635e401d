/*
 * tree_shares - which leaves of a tree each rank fills.
 *
 * Each rank fills leaves that follow one another.  How many depends on how long
 * the rank took for earlier leaves: machines differ, and so do the processors
 * of one machine while other programs use them.  The sums do not depend on it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TREE_SHARES_H
#define NN_TREE_SHARES_H

#include "base/base.h"

struct tree_shares;

/* What a rank needs for leaves. */
struct tree_pace {
	double seconds; /* for a leaf on one thread; 0: not known */
	size_t threads; /* that fill leaves at the same time */
};

/* Divides leaves 0 .. leaves - 1 so that the last rank is done as early as
 * possible, but gives each rank at least one if there are enough.  Rank r fills
 * first[r] .. first[r + 1] - 1 of first [ranks + 1]. */
void tree_shares_divide(
    size_t leaves, size_t ranks, const struct tree_pace *pace, size_t *first);

/* The shares of the present ranks.  Returns NULL if memory runs out. */
struct tree_shares *tree_shares_new(struct fail *);
void tree_shares_free(struct tree_shares *); /* NULL is allowed */

/* Returns first [ranks + 1], the same on all ranks, until the next call. */
const size_t *tree_shares_next(struct tree_shares *, size_t leaves);

/* Tells all ranks that the leaves of this rank, that many, took that many
 * seconds in all; 0 leaves if it had none. */
void tree_shares_learn(struct tree_shares *, double seconds, size_t leaves);

#endif
