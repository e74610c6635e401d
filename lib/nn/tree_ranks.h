/*
 * tree_ranks - the upper part of a tree, whose lower parts belong to ranks.
 *
 * The numbers of a sum are cut into one slice for each rank.  Every rank sends
 * the slices of its nodes to the other ranks, adds all nodes' parts of its own
 * slice along the tree, and sends the resulting slice to the others.  So each
 * rank sends and receives about twice the numbers of one sum, however many
 * ranks there are.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TREE_RANKS_H
#define NN_TREE_RANKS_H

#include "base/base.h"

struct grads;
struct tree_ranks;

/* Returns NULL if memory runs out. */
struct tree_ranks *tree_ranks_new(struct fail *);
void tree_ranks_free(struct tree_ranks *); /* NULL is allowed */

/*
 * Stores the sum over all leaves in `to`, which may be one of the nodes.  Rank
 * r has filled the leaves first[r] .. first[r + 1] - 1 of first [ranks + 1].
 * node [leaves] holds this rank's nodes, which are as high as possible, and
 * NULL elsewhere.  The nodes are overwritten.  Returns -1 if memory runs out.
 */
int tree_ranks_sum(struct tree_ranks *, size_t leaves, const size_t *first,
    struct grads *const *node, struct grads *to, struct fail *);

#endif
