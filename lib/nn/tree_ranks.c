/* tree_ranks - the upper part of a tree, whose lower parts belong to ranks. */
/* SPDX-License-Identifier: MIT */
#include "nn/tree_ranks.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/ranks.h"
#include "base/threads.h"
#include "math/vec.h"
#include "nn/grads.h"
#include "nn/tree_nodes.h"

#define LINE 16 /* slices begin at multiples of this many numbers */
#define BLOCK ((size_t)1 << 14) /* numbers of a task */

/* This rank's slice of a node, and the node's doubles. */
struct tree_slice {
	real *x;
	double *sums;
};

struct tree_ranks {
	struct ranks_part *send, *receive;
	size_t nsend, nreceive;
	size_t *at; /* [ranks + 1] where slices begin; later in bytes */
	struct space received;
	double *sums; /* [.] received */
	size_t room;  /* capacity of sums */

	/* The present sum. */
	size_t n, nsums; /* of the slice */
	int height[TREE_LEAVES];
	struct tree_slice slice[TREE_LEAVES];
	struct tree_pair pair[TREE_LEAVES];
	size_t npairs;
};

struct tree_ranks *
tree_ranks_new(struct fail *f)
{
	struct tree_ranks *t = calloc(1, sizeof(*t));
	const size_t ranks = (size_t)ranks_count();

	if (t) {
		/* A rank has at most two nodes of each height. */
		t->send =
		    calloc(ranks * 4 * (TREE_HEIGHT + 1), sizeof(*t->send));
		t->receive = calloc(2 * TREE_LEAVES, sizeof(*t->receive));
		t->at = calloc(ranks + 1, sizeof(*t->at));
	}
	if (t && t->send && t->receive && t->at)
		return t;
	tree_ranks_free(t);
	(void)fail_memory(f);
	return NULL;
}

void
tree_ranks_free(struct tree_ranks *t)
{
	if (!t)
		return;
	free(t->send);
	free(t->receive);
	free(t->at);
	space_free(&t->received);
	free(t->sums);
	free(t);
}

/* Lists the nodes of all ranks, *n of them; rank gets the owner of each.  The
 * first leaf of each rank is given. */
static void
list_nodes(struct tree_ranks *t, size_t leaves, const size_t *first, int *rank,
    size_t *n)
{
	const int ranks = ranks_count();
	size_t i;
	int r, own[TREE_LEAVES];

	for (r = 0; r < ranks; r++) {
		for (i = 0; i < leaves; i++)
			own[i] = i >= first[r] && i < first[r + 1] ? 0 : -1;
		(void)tree_pairs(leaves, own, t->pair);
		for (i = first[r]; i < first[r + 1]; i++) {
			t->height[i] = own[i];
			rank[i] = r;
		}
	}
	for (*n = i = 0; i < leaves; i++)
		*n += t->height[i] >= 0;
}

/* Cuts n numbers into slices, and makes room for this rank's slice of so many
 * nodes. */
static int
cut(struct tree_ranks *t, const struct grads *to, size_t nodes, struct fail *f)
{
	const size_t ranks = (size_t)ranks_count();
	size_t r;

	for (r = 0; r <= ranks; r++)
		t->at[r] = r * (to->n / LINE) / ranks * LINE;
	t->at[ranks] = to->n;
	t->n = t->at[ranks_me() + 1] - t->at[ranks_me()];
	t->nsums = to->nsums;
	if (space_room(&t->received, nodes * t->n, f))
		return -1;
	if (nodes * t->nsums <= t->room)
		return 0;
	free(t->sums);
	t->sums = malloc(nodes * t->nsums * sizeof(*t->sums));
	t->room = t->sums ? nodes * t->nsums : 0;
	return t->sums ? 0 : fail_memory(f);
}

/* Sends a node of this rank: slices to the other ranks, doubles to all. */
static struct tree_slice
send_node(struct tree_ranks *t, const struct grads *g)
{
	int r;

	for (r = 0; r < ranks_count(); r++) {
		if (r == ranks_me())
			continue;
		t->send[t->nsend++] =
		    (struct ranks_part){r, g->all.p + t->at[r],
			(t->at[r + 1] - t->at[r]) * sizeof(real)};
		t->send[t->nsend++] =
		    (struct ranks_part){r, g->sums, t->nsums * sizeof(double)};
	}
	return (struct tree_slice){g->all.p + t->at[ranks_me()], g->sums};
}

/* Receives another rank's node, the k-th received. */
static struct tree_slice
receive_node(struct tree_ranks *t, int rank, size_t k)
{
	const struct tree_slice s = {
	    t->received.p + k * t->n, t->sums + k * t->nsums};

	t->receive[t->nreceive++] =
	    (struct ranks_part){rank, s.x, t->n * sizeof(real)};
	t->receive[t->nreceive++] =
	    (struct ranks_part){rank, s.sums, t->nsums * sizeof(double)};
	return s;
}

/* Adds block i of the slice; the block after the last adds the doubles. */
static void
add_task(void *ctx, size_t i, int thread)
{
	const struct tree_ranks *t = ctx;
	const size_t first = i * BLOCK;
	size_t k, j;

	(void)thread; /* tasks have different numbers */
	for (k = 0; k < t->npairs; k++) {
		const struct tree_slice *to = &t->slice[t->pair[k].left],
					*from = &t->slice[t->pair[k].right];

		if (first < t->n)
			vec_add(size_min(BLOCK, t->n - first), to->x + first,
			    from->x + first);
		else
			for (j = 0; j < t->nsums; j++)
				to->sums[j] += from->sums[j];
	}
}

int
tree_ranks_sum(struct tree_ranks *t, size_t leaves, const size_t *first,
    struct grads *const *node, struct grads *to, struct fail *f)
{
	int rank[TREE_LEAVES];
	size_t i, k = 0, nodes;

	list_nodes(t, leaves, first, rank, &nodes);
	if (cut(t, to, nodes, f))
		return -1;
	t->nsend = t->nreceive = 0;
	for (i = 0; i < leaves; i++)
		if (t->height[i] >= 0)
			t->slice[i] = node[i] ? send_node(t, node[i])
			                      : receive_node(t, rank[i], k++);
	ranks_exchange(t->nsend, t->send, t->nreceive, t->receive);
	t->npairs = tree_pairs(leaves, t->height, t->pair);
	threads_for((t->n + BLOCK - 1) / BLOCK + 1, add_task, t);
	memmove(
	    to->all.p + t->at[ranks_me()], t->slice[0].x, t->n * sizeof(real));
	memmove(to->sums, t->slice[0].sums, t->nsums * sizeof(double));
	for (i = 0; i <= (size_t)ranks_count(); i++)
		t->at[i] *= sizeof(real);
	ranks_gather(to->all.p, t->at);
	return 0;
}
