/*
 * tree - sums over a batch, along a fixed binary tree.
 *
 * A batch's tiles are dealt to 2^h leaves.  One thread adds up the tiles of a
 * leaf, one after another, in the leaf's own sums (nn/grads).  The sums of a
 * node are those of its left child plus those of its right child:
 *
 *   0     1     2     3     4     5     6     7
 *    \   /       \   /       \   /       \   /
 *     0-1         2-3         4-5         6-7
 *        \       /               \       /
 *           0-3                     4-7
 *               \               /
 *                      0-7
 *
 * The number of leaves follows from the data alone (tree_leaves()), so neither
 * threads nor ranks change a bit of a sum.
 *
 * A thread takes the next free leaf.  When the sibling of its node is complete
 * too, the thread adds the two and continues with the parent.  Memory is needed
 * only for one leaf a thread and for h nodes that wait for their siblings, not
 * for all leaves.  Near the root fewer sums are left than threads; there all
 * threads share each addition, each taking some of the numbers.
 *
 * A tree may be shared by all ranks (base/ranks): each fills a part of the
 * leaves, and passes its complete nodes to nn/tree_ranks.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TREE_H
#define NN_TREE_H

#include "base/base.h"

struct grads;
struct grads_shape;
struct tree;

/*
 * Returns the number of leaves for a batch that takes ns nanoseconds: a power
 * of two, at most `most`.  Each leaf costs an addition of `numbers` numbers;
 * all additions together may cost a twentieth of the batch's time.
 */
size_t tree_leaves(double numbers, double ns, size_t most);

/* shared: all ranks, at least two, share the tree.  Returns NULL if memory runs
 * out. */
struct tree *tree_new(int shared, struct fail *);
void tree_free(struct tree *); /* NULL is allowed */

/*
 * Computes the sum over the leaves.  threads_for() calls fill(ctx, leaf,
 * thread, sums) once for each leaf, which adds to sums that begin at 0.  The
 * leaves are then added along the tree.  *sum belongs to the tree and is valid
 * until the next call.  Returns -1 if memory runs out.
 */
int tree_sum(struct tree *, size_t leaves, const struct grads_shape *,
    void (*fill)(void *ctx, size_t leaf, int thread, struct grads *), void *ctx,
    struct grads **sum, struct fail *);

/* The leaves of rank r in the last sum of a shared tree: first[r] and those
 * before first[r + 1].  The tree divides them by the ranks' speed. */
const size_t *tree_share(const struct tree *);

#endif
