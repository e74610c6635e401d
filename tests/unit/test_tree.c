/*
 * test_tree - sums over the tree of leaves: their order for any number of
 * threads, and how many are in memory.
 */
/* SPDX-License-Identifier: MIT */
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/monitor.h"
#include "base/rng.h"
#include "base/threads.h"
#include "nn/grads.h"
#include "nn/tree.h"
#include "nn/tree_shares.h"

#include "tap.h"

#define LEAVES 64
#define MOST 50000 /* numbers: several blocks */

static struct fail f;

/* The data of the leaves, and observations of their memory. */
struct tree_test {
	struct grads_shape is;
	float *number; /* [LEAVES][MOST] */
	struct grads *seen[LEAVES];
	size_t nseen;
	int calls[LEAVES], zero; /* of each leaf; did all begin as 0? */
	struct monitor *monitor;
};

/* Leaf 0 is slow, so the others run ahead of it. */
static void
fill(void *ctx, size_t leaf, int thread, struct grads *g)
{
	struct tree_test *t = ctx;
	const float *x = t->number + leaf * MOST;
	size_t i, k = 0;

	(void)thread;
	for (i = 0; leaf == 0 && i < 2000; i++)
		(void)sched_yield();
	monitor_enter(t->monitor);
	while (k < t->nseen && t->seen[k] != g)
		k++;
	if (k == t->nseen)
		t->seen[t->nseen++] = g;
	t->calls[leaf]++;
	for (i = 0; i < t->is.dense; i++)
		t->zero &= g->dense[i] == 0;
	t->zero &= *g->loss == 0;
	monitor_leave(t->monitor);
	for (i = 0; i < t->is.rows[GRADS_ITEM]; i++)
		g->rows[GRADS_ITEM][i] = x[i];
	g->fresh = 0;
	for (i = 0; i < t->is.dense; i++)
		g->dense[i] += x[i];
	for (i = 0; i < t->is.bias; i++)
		g->bias[i] += x[i];
	*g->loss += x[0];
}

/* The same sum by recursion: number i of n leaves from first on. */
static float
plain(const struct tree_test *t, size_t first, size_t n, size_t i)
{
	if (n == 1)
		return t->number[first * MOST + i];
	return plain(t, first, n / 2, i) + plain(t, first + n / 2, n / 2, i);
}

static int
is_right(const struct tree_test *t, size_t leaves, const struct grads *sum)
{
	double loss = 0;
	size_t i;

	for (i = 0; i < t->is.dense; i++)
		if (sum->dense[i] != plain(t, 0, leaves, i))
			return 0;
	for (i = 0; i < t->is.rows[GRADS_ITEM]; i++)
		if (sum->rows[GRADS_ITEM][i] != sum->dense[i])
			return 0;
	for (i = 0; i < leaves; i++)
		if (t->calls[i] != 1)
			return 0;
	for (i = 0; i < leaves; i++)
		loss += t->number[i * MOST];
	return *sum->loss - loss < 1e-9 && loss - *sum->loss < 1e-9;
}

static void
test_sums(struct tree_test *t)
{
	static const int threads[] = {1, 2, 3, 7, 16, 32};
	struct tree *tree = tree_new(0, &f);
	struct grads *sum;
	size_t i, h;
	int good, few;

	for (h = 0; (size_t)1 << h <= LEAVES; h += 2) {
		good = few = t->zero = 1;
		for (i = 0; i < COUNTOF(threads); i++) {
			threads_set(threads[i]);
			t->nseen = 0;
			memset(t->calls, 0, sizeof(t->calls));
			if (tree_sum(tree, (size_t)1 << h, &t->is, fill, t,
				&sum, &f))
				abort();
			good &= is_right(t, (size_t)1 << h, sum);
			few &= t->nseen <= (size_t)threads[i] + h;
		}
		ok(good, "%d leaves: any threads add them in the tree's order",
		    1 << h);
		ok(few, "and there is memory for threads and the height");
		ok(t->zero, "and every leaf begins at 0");
	}
	tree_free(tree);
}

static void
test_leaves(void)
{
	size_t most;
	int good = 1;

	ok(tree_leaves(0, 1e6, 100) == 64, "sums that cost nothing: a power "
					   "of two, at most as many as tiles");
	ok(tree_leaves(1e6, 1e3, 100) == 1, "sums that cost much: one");
	for (most = 1; most < 5000; most = most * 3 / 2 + 1) {
		const size_t n = tree_leaves(1e5, 3e7, most);

		good &= n <= most && (n & (n - 1)) == 0 &&
		        (double)(n - 1) * 1e5 * 0.55 <= 0.05 * 3e7;
	}
	ok(good, "they take at most a twentieth of the time");
	ok(tree_leaves(1e5, 3e7, 5000) == 16, "and are as many as that allows");
}

#define RANKS 4

/* Are leaves divided into the given shares, one for each rank until a 0? */
static int
shares_are(
    size_t leaves, const struct tree_pace *pace, const size_t share[RANKS])
{
	size_t first[RANKS + 1], ranks = 0, r;
	int good = 1;

	while (ranks < RANKS && share[ranks])
		ranks++;
	tree_shares_divide(leaves, ranks, pace, first);
	for (r = 0; r < ranks; r++)
		good &= first[r + 1] - first[r] == share[r];
	return good && first[0] == 0 && first[ranks] == leaves;
}

static void
test_shares(void)
{
	const struct tree_pace unknown[RANKS] = {{0}},
			       fast[RANKS] = {{1, 1}, {2, 1}, {0, 1}, {0, 1}},
			       slow[RANKS] = {{50, 1}, {1, 1}},
			       threads[RANKS] = {{1, 1}, {1, 3}};
	const struct tree_pace odd[2] = {{1, 1}, {1.1, 1}};
	const struct tree_pace few[3] = {{50, 1}, {20, 1}};
	size_t first[4];

	ok(shares_are(16, unknown, (size_t[RANKS]){4, 4, 4, 4}),
	    "ranks whose speed is not known have equal shares");
	ok(shares_are(15, fast, (size_t[RANKS]){10, 5}),
	    "a rank twice as fast has twice as many leaves");
	ok(shares_are(16, slow, (size_t[RANKS]){1, 15}),
	    "the slowest rank has a leaf");
	ok(shares_are(16, threads, (size_t[RANKS]){4, 12}),
	    "a rank with three threads has three times as many leaves");
	ok(shares_are(16, odd, (size_t[RANKS]){8, 8}),
	    "a small difference of speed moves no leaf");
	tree_shares_divide(2, 3, few, first);
	ok(first[1] == 0 && first[2] == 1 && first[3] == 2,
	    "without enough leaves the fastest ranks have one, and a rank "
	    "whose speed is not known is no slower than usual");
}

int
main(void)
{
	struct tree_test t = {
	    .is = {.rows = {[GRADS_ITEM] = 20001}, .dense = MOST, .bias = 7}};
	struct rng rng;
	size_t i;

	t.number = malloc(LEAVES * MOST * sizeof(*t.number));
	t.monitor = monitor_new(&f);
	if (!t.number || !t.monitor)
		abort();
	rng_seed(&rng, 1, 2);
	for (i = 0; i < LEAVES * MOST; i++)
		t.number[i] = (float)rng_normal(&rng);
	test_leaves();
	test_sums(&t);
	test_shares();
	monitor_free(t.monitor);
	free(t.number);
	return done();
}
