/*
 * tree_nodes - the nodes of a tree of leaves, and which pairs can be added.
 *
 * A node of height h is stored at its first leaf, a multiple of 2^h.  The first
 * leaf of its sibling differs in bit h alone.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TREE_NODES_H
#define NN_TREE_NODES_H

#include "base/base.h"

#define TREE_LEAVES 1024 /* most leaves: the most threads that can be busy */
#define TREE_HEIGHT 10   /* its height */

/* Two siblings, by their first leaves; the right one is added to the left. */
struct tree_pair {
	size_t left, right;
};

/* height [leaves] gives the height of the node stored there, or -1.  Lists in
 * pair [leaves] all possible additions, children before parents, and updates
 * the heights.  Returns the number of pairs. */
size_t tree_pairs(size_t leaves, int *height, struct tree_pair *pair);

#endif
