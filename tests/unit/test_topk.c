/*
 * test_topk - lists against a full sort, with ties, with exclusions, and for
 * any number of threads.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "base/threads.h"
#include "math/mm.h"
#include "rank/exclude.h"
#include "rank/score_tiles.h"
#include "rank/topk.h"

#include "tap.h"

#define N 2500
#define D 6
#define M 77

static float c[N * D], q[M * D];

struct scored {
	float score;
	int32_t j;
};

static int
by_place(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return (x->j > y->j) - (x->j < y->j);
}

/* Sorts all candidates for query i and returns their number. */
static size_t
sort_all(size_t i, size_t n, const struct exclude *skip, struct scored *all)
{
	size_t j, kept = 0, nrow = 0;
	const int32_t *row = skip ? exclude_row(skip, i, &nrow) : NULL;

	for (j = 0; j < n; j++) {
		if (skip && exclude_has(row, nrow, (int32_t)j))
			continue;
		all[kept].score = mm_score(D, q + i * D, c + j * D);
		all[kept++].j = (int32_t)j;
	}
	qsort(all, kept, sizeof(*all), by_place);
	return kept;
}

static int
list_right(const struct topk *t, size_t i, size_t n, size_t k,
    const struct exclude *skip)
{
	static struct scored all[N];
	size_t kept = sort_all(i, n, skip, all), r;
	float score;

	if (topk_length(t, i) != size_min(kept, k))
		return 0;
	for (r = 0; r < topk_length(t, i); r++) {
		if (topk_at(t, i, r, &score) != (size_t)all[r].j ||
		    score != all[r].score)
			return 0;
	}
	return 1;
}

static void
check(size_t n, size_t k, int threads, const struct exclude *skip,
    const char *what)
{
	struct fail f;
	struct score_tiles *sc;
	struct topk *t;
	size_t i;
	int good;

	threads_set(threads);
	sc = score_tiles_new(c, n, D, &f);
	t = sc ? topk_new(sc, k, M, &f) : NULL;
	good = t && !topk_run(t, M, q, skip, &f);
	for (i = 0; good && i < M; i++)
		good &= list_right(t, i, n, k, skip);
	/* Again, with the memory of the previous run. */
	good = good && !topk_run(t, M, q, skip, &f);
	for (i = 0; good && i < M; i++)
		good &= list_right(t, i, n, k, skip);
	ok(good, "%zu best of %zu %s, %d threads", k, n, what, threads);
	topk_free(t);
	score_tiles_free(sc);
}

static void
check_all(const struct exclude *skip, const char *what)
{
	check(N, 1, 1, skip, what);
	check(N, 10, 2, skip, what);
	check(N, 100, 1, skip, what);
	check(N, N, 2, skip, what);
	check(N, N + 5, 2, skip, what);
	check(31, 7, 2, skip, what);
	check(1, 3, 1, skip, what);
}

/* Products that underflow are 0 or -0, which are equal. */
static void
test_zeros(void)
{
	struct fail f;
	const float x[3] = {-1e-30f, 1e-30f, -1e-30f}, tiny = 1e-30f;
	struct score_tiles *sc = score_tiles_new(x, 3, 1, &f);
	struct topk *t = sc ? topk_new(sc, 3, 1, &f) : NULL;
	float s[3];

	ok(t && !topk_run(t, 1, &tiny, NULL, &f) && topk_length(t, 0) == 3 &&
		topk_at(t, 0, 0, &s[0]) == 0 && topk_at(t, 0, 1, &s[1]) == 1 &&
		topk_at(t, 0, 2, &s[2]) == 2,
	    "0 and -0 are a tie");
	topk_free(t);
	score_tiles_free(sc);
}

int
main(void)
{
	struct fail f;
	struct rng r;
	struct exclude *skip = exclude_new(&f);
	struct score_tiles *sc;
	struct topk *t;
	size_t i, a;
	int failed = !skip;

	rng_seed(&r, 2, 1);
	for (i = 0; i < N * D; i++)
		c[i] = (float)rng_normal(&r);
	for (i = 0; i < M * D; i++)
		q[i] = (float)rng_normal(&r);
	for (i = 0; i < M && !failed; i++) {
		for (a = i == 5 ? N : rng_below(&r, 300); a > 0; a--)
			failed |= exclude_add(skip, (int32_t)a - 1, &f) != 0;
		failed |= exclude_end_row(skip, &f) != 0;
	}
	ok(!failed, "rows to leave out, one of them everything");
	check_all(NULL, "of random scores");
	check_all(skip, "where some are left out");
	/* From -1, 0 and 1, with zeros of either sign. */
	for (i = 0; i < N * D; i++)
		c[i] = (float)rng_below(&r, 3) - 1;
	for (i = 0; i < M * D; i++)
		q[i] = rng_below(&r, 2) ? -0.0f : (float)rng_below(&r, 2);
	check_all(NULL, "with many ties");
	check_all(skip, "with many ties and some left out");
	sc = score_tiles_new(c, N, D, &f);
	t = sc ? topk_new(sc, 3, 4, &f) : NULL;
	ok(t && topk_run(t, 5, q, NULL, &f),
	    "more queries than fit are refused");
	ok(t && topk_run(t, 4, q, skip, &f), "so are rows for other queries");
	topk_free(t);
	score_tiles_free(sc);
	exclude_free(skip);
	test_zeros();
	return done();
}
