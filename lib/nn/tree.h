/*
 * tree - sums over a batch, along a fixed binary tree.
 *
 * A batch's tiles are dealt to 2^h leaves.  A leaf's tiles are added up one after
 * the other, by one thread, to sums of its own (nn/grads); a node's sums are its
 * left child's plus its right child's:
 *
 *   0     1     2     3     4     5     6     7
 *    \   /       \   /       \   /       \   /
 *     0-1         2-3         4-5         6-7
 *        \       /               \       /
 *           0-3                     4-7
 *               \               /
 *                      0-7
 *
 * How many leaves there are follows from the data alone (tree_leaves()), so that
 * no bit of a sum depends on how many threads there are, or ranks.
 *
 * A thread takes the next leaf, and where the sibling of what it has done is done
 * too, it adds the two, and goes on so.  Thus there is memory for as many leaves
 * as threads, and for h that wait for their siblings, not for all.  Near the root,
 * where fewer sums are left than threads, all threads share in adding them, each
 * some of the numbers.
 *
 * A tree may be shared by all ranks (base/ranks): each fills a part of the leaves,
 * and what it has whole nodes of goes on to nn/tree_ranks.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TREE_H
#define NN_TREE_H

#include "base/base.h"

struct grads;
struct grads_shape;
struct tree;

/*
 * As many leaves as a batch is worth, a power of two, at most `most`: each costs
 * an addition of so many numbers, and all together are to take a twentieth of the
 * batch's time, ns.
 */
size_t tree_leaves(double numbers, double ns, size_t most);

/* shared: by all ranks.  NULL without memory. */
struct tree *tree_new(int shared, struct fail *);
void tree_free(struct tree *); /* NULL is fine */

/*
 * Sums of that shape over so many leaves: calls fill(ctx, leaf, thread, sums) once
 * for each leaf, by threads_for(), to add to sums that begin at 0; and adds them.
 * *sum is the tree's, until the next.  -1 without memory.
 */
int tree_sum(struct tree *, size_t leaves, const struct grads_shape *,
    void (*fill)(void *ctx, size_t leaf, int thread, struct grads *), void *ctx,
    struct grads **sum, struct fail *);

#endif
