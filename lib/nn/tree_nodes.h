/*
 * tree_nodes - the nodes of a tree of leaves: what can be added to what.
 *
 * A node of height h stands where its first leaf does, which is a multiple of 2^h;
 * its sibling's first leaf differs in bit h alone.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TREE_NODES_H
#define NN_TREE_NODES_H

#include "base/base.h"

#define TREE_LEAVES 1024 /* at most: more threads find no more to do */
#define TREE_HEIGHT 10   /* of so many */

/* Two siblings, by their first leaves; the right one is added to the left one. */
struct tree_pair {
	size_t left, right;
};

/* height [leaves] is that of the node which stands there, -1 if none does.  Lists
 * in pair [leaves] what can be added, children before their parents, and changes
 * the heights to what that leaves; how many pairs. */
size_t tree_pairs(size_t leaves, int *height, struct tree_pair *pair);

/* The first of so many leaves that a rank of so many fills, that of rank + 1 being
 * past its last. */
size_t tree_first(size_t leaves, int rank, int ranks);

#endif
