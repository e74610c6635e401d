/* tree_nodes - the nodes of a tree of leaves. */
/* SPDX-License-Identifier: MIT */
#include "nn/tree_nodes.h"

size_t
tree_pairs(size_t leaves, int *height, struct tree_pair *pair)
{
	size_t i, one, n = 0;
	int h;

	for (h = 0, one = 1; one < leaves; h++, one *= 2)
		for (i = 0; i < leaves; i += 2 * one) {
			if (height[i] != h || height[i + one] != h)
				continue;
			pair[n++] = (struct tree_pair){i, i + one};
			height[i]++;
			height[i + one] = -1;
		}
	return n;
}
