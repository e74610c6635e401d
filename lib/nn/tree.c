/* tree - sums over a batch, along a fixed binary tree. */
/* SPDX-License-Identifier: MIT */
#include "nn/tree.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/monitor.h"
#include "base/ranks.h"
#include "base/threads.h"
#include "nn/grads.h"
#include "nn/tree_nodes.h"
#include "nn/tree_ranks.h"
#include "nn/tree_shares.h"

#define ADD_NS \
	0.55       /* ns for each number of a leaf: clearing it and adding it to
                      another leaf */
#define SHARE 0.05 /* greatest share of a batch's time */
#define BLOCK \
	((size_t)1 << 14) /* numbers of a task, within the first-level cache */

struct tree {
	struct grads *pool;  /* [room] */
	struct grads **idle; /* [nidle] those not in use */
	size_t room, nidle;
	struct monitor *monitor;  /* guards idle, next and node */
	struct tree_ranks *ranks; /* NULL: not shared */
	struct tree_shares *shares;

	/* The present sum. */
	size_t leaves, height;
	const size_t *share; /* [ranks + 1] the first leaf of each rank */
	size_t first, end;   /* leaves of this rank */
	size_t next;         /* next free leaf */
	size_t eager; /* nodes of this height are left to the last phase, where
                         all threads share them */
	struct grads *node[TREE_LEAVES]; /* NULL: not complete yet, or part of
                                            another node */
	int tall[TREE_LEAVES];           /* height of each node, or -1 */
	struct tree_pair pair[TREE_LEAVES]; /* [npairs] additions of the last
                                               phase, in order */
	size_t npairs;
	void (*fill)(void *ctx, size_t leaf, int thread, struct grads *);
	void *ctx;
	double seconds[TREE_LEAVES]; /* that a leaf took */
};

size_t
tree_leaves(double numbers, double ns, size_t most)
{
	size_t n = 1;

	most = size_min(most, TREE_LEAVES);
	while (2 * n <= most &&
	       (double)(2 * n - 1) * numbers * ADD_NS <= SHARE * ns)
		n *= 2;
	return n;
}

struct tree *
tree_new(int shared, struct fail *f)
{
	struct tree *t = calloc(1, sizeof(*t));

	if (!t) {
		(void)fail_memory(f);
		return NULL;
	}
	if (!(t->monitor = monitor_new(f)) ||
	    (shared && (!(t->ranks = tree_ranks_new(f)) ||
			   !(t->shares = tree_shares_new(f))))) {
		tree_free(t);
		return NULL;
	}
	return t;
}

void
tree_free(struct tree *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < t->room; i++)
		grads_free(&t->pool[i]);
	free(t->pool);
	free(t->idle);
	monitor_free(t->monitor);
	tree_ranks_free(t->ranks);
	tree_shares_free(t->shares);
	free(t);
}

/* The greatest h with 2^h <= n. */
static size_t
log2_below(size_t n)
{
	size_t h = 0;

	while (n >> (h + 1))
		h++;
	return h;
}

/*
 * How many leaves need memory so that no thread waits forever.  Suppose all
 * leaves that were begun are done.  The nodes that wait for a sibling are then
 * at most 2^e - 1 whole nodes of height h - e, and h - e lower ones, one of
 * each height, where 2^e is at most the number of threads: fewer than threads +
 * h.  A part that does not begin at leaf 0 may have one more of each height.
 */
static size_t
enough(const struct tree *t)
{
	const size_t own = t->end - t->first;

	return size_max(1, size_min(own, (size_t)threads_count() +
					     (t->ranks ? 2 : 1) * t->height));
}

/* Memory for n leaves of that shape. */
static int
make_room(
    struct tree *t, size_t n, const struct grads_shape *is, struct fail *f)
{
	struct grads **idle, *pool;
	size_t i;

	if (n > t->room) {
		idle = realloc(t->idle, n * sizeof(struct grads *));
		if (!idle)
			return fail_memory(f);
		t->idle = idle;
		pool = realloc(t->pool, n * sizeof(*pool));
		if (!pool)
			return fail_memory(f);
		t->pool = pool;
		for (; t->room < n; t->room++)
			pool[t->room] = (struct grads){0};
	}
	for (t->nidle = i = 0; i < n; i++) {
		if (grads_begin(&t->pool[i], is, f))
			return -1;
		t->idle[t->nidle++] = &t->pool[i];
	}
	return 0;
}

/* Takes the next leaf, *i, and unused sums for it.  Waits for sums first and
 * takes the leaf afterwards: taking it earlier would keep its sibling
 * waiting. */
static struct grads *
take(struct tree *t, size_t *i)
{
	struct grads *g;

	monitor_enter(t->monitor);
	while (!t->nidle)
		monitor_wait(t->monitor);
	g = t->idle[--t->nidle];
	*i = t->next++;
	monitor_leave(t->monitor);
	grads_clear(g);
	return g;
}

static void
give_back(struct tree *t, struct grads *g)
{
	t->idle[t->nidle++] = g;
	monitor_wake(t->monitor);
}

static void
add_all(struct grads *to, const struct grads *g)
{
	grads_add(to, g, 0, to->n);
	grads_add_sums(to, g);
}

/* Stores leaf i, which is done.  If its sibling waits, adds the two and
 * continues with the parent.  Nodes under addition are not stored, so that no
 * other thread finds them. */
static void
put(struct tree *t, size_t i, struct grads *g)
{
	struct grads *right;
	size_t h, sibling;

	monitor_enter(t->monitor);
	for (h = 0; h < t->eager; h++) {
		sibling = i ^ (size_t)1 << h;
		if (t->tall[sibling] != (int)h)
			break;
		right = i < sibling ? t->node[sibling] : g;
		g = i < sibling ? g : t->node[sibling];
		t->node[sibling] = NULL;
		t->tall[sibling] = -1;
		monitor_leave(t->monitor);
		add_all(g, right);
		monitor_enter(t->monitor);
		give_back(t, right);
		i = size_min(i, sibling);
	}
	t->node[i] = g;
	t->tall[i] = (int)h;
	monitor_leave(t->monitor);
}

static void
leaf_task(void *ctx, size_t task, int thread)
{
	struct tree *t = ctx;
	size_t i;
	struct grads *g = take(t, &i);
	const double start = clock_seconds();

	(void)task;
	t->fill(t->ctx, i, thread, g);
	grads_settle(g);
	t->seconds[i] = clock_seconds() - start;
	put(t, i, g);
}

/* Adds block i of the remaining nodes; the block after the last adds the
 * doubles. */
static void
pairs_task(void *ctx, size_t i, int thread)
{
	const struct tree *t = ctx;
	const size_t n = t->pool[0].n, first = i * BLOCK;
	size_t k;

	(void)thread; /* tasks have different numbers */
	for (k = 0; k < t->npairs; k++) {
		struct grads *left = t->node[t->pair[k].left];
		const struct grads *right = t->node[t->pair[k].right];

		if (first < n)
			grads_add(
			    left, right, first, size_min(BLOCK, n - first));
		else
			grads_add_sums(left, right);
	}
}

/* Adds the nodes that the leaves have left. */
static void
add_pairs(struct tree *t)
{
	size_t k;

	t->npairs = tree_pairs(t->leaves, t->tall, t->pair);
	if (t->npairs)
		threads_for(
		    (t->pool[0].n + BLOCK - 1) / BLOCK + 1, pairs_task, t);
	for (k = 0; k < t->npairs; k++)
		t->node[t->pair[k].right] = NULL;
}

/* Chooses the leaves of this rank. */
static void
divide(struct tree *t)
{
	const int me = ranks_me();

	if (t->shares)
		t->share = tree_shares_next(t->shares, t->leaves);
	t->first = t->shares ? t->share[me] : 0;
	t->end = t->shares ? t->share[me + 1] : t->leaves;
}

/* Adds the nodes of all ranks, and tells the others how fast this one was. */
static int
add_ranks(struct tree *t, struct grads *sum, struct fail *f)
{
	double seconds = 0;
	size_t i;

	if (tree_ranks_sum(t->ranks, t->leaves, t->share, t->node, sum, f))
		return -1;
	for (i = t->first; i < t->end; i++)
		seconds += t->seconds[i];
	tree_shares_learn(t->shares, seconds, t->end - t->first);
	return 0;
}

const size_t *
tree_share(const struct tree *t)
{
	return t->share;
}

int
tree_sum(struct tree *t, size_t leaves, const struct grads_shape *is,
    void (*fill)(void *ctx, size_t leaf, int thread, struct grads *), void *ctx,
    struct grads **sum, struct fail *f)
{
	size_t i;

	t->leaves = leaves;
	t->height = log2_below(leaves);
	t->eager = t->height -
	           size_min(t->height, log2_below((size_t)threads_count()));
	divide(t);
	t->next = t->first;
	t->fill = fill;
	t->ctx = ctx;
	for (i = 0; i < leaves; i++) {
		t->node[i] = NULL;
		t->tall[i] = -1;
	}
	if (make_room(t, enough(t), is, f))
		return -1;
	threads_for(t->end - t->first, leaf_task, t);
	add_pairs(t);
	*sum = t->ranks ? &t->pool[0] : t->node[0];
	return t->ranks ? add_ranks(t, *sum, f) : 0;
}
