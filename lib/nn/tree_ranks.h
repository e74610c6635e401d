/*
 * tree_ranks - the upper part of a tree, whose lower parts ranks have.
 *
 * The numbers of a sum are cut into as many slices as there are ranks.  Each rank
 * sends the slices of its nodes to the others, adds those of all nodes that are
 * its own slice, along the tree, and sends the sum to the others.  So each sends,
 * and receives, about twice the numbers, however many ranks there are.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TREE_RANKS_H
#define NN_TREE_RANKS_H

#include "base/base.h"

struct grads;
struct tree_ranks;

/* NULL without memory. */
struct tree_ranks *tree_ranks_new(struct fail *);
void tree_ranks_free(struct tree_ranks *); /* NULL is fine */

/*
 * The sum over so many leaves, of which this rank has node [leaves], as high as
 * they can be and NULL elsewhere: into to, which may be one of them.  They are used
 * up.  -1 without memory.
 */
int tree_ranks_sum(struct tree_ranks *, size_t leaves,
    struct grads *const *node, struct grads *to, struct fail *);

#endif
