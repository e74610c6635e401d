/*
 * test_rank - ranks against a plain count over plain sums, with ties, with
 * exclusions, and for any number of threads.
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
#include "rank/rank.h"
#include "rank/score_tiles.h"

#include "tap.h"

/* More than one strip of candidates; with so many columns a strip has 4,096. */
#define N 5003
#define D 250
#define M 131

static float c[N * D], q[M * D];
static int32_t label[M];
static uint64_t greater[M], equal[M];

/* Small whole numbers: sums of their products are exact, so there are many
 * ties and the plain count below is right. */
static void
fill(float *x, size_t n, struct rng *r)
{
	size_t i;

	for (i = 0; i < n; i++)
		x[i] = (float)rng_below(r, 5) - 2;
}

static double
plain(size_t i, size_t j)
{
	double sum = 0;
	size_t k;

	for (k = 0; k < D; k++)
		sum += (double)q[i * D + k] * (double)c[j * D + k];
	return sum;
}

static int
is_skipped(const struct exclude *s, size_t i, size_t j)
{
	size_t n;
	const int32_t *row;

	if (!s || j + 1 == (size_t)label[i])
		return 0;
	row = exclude_row(s, i, &n);
	return exclude_has(row, n, (int32_t)j);
}

/* Are the counts those of plain scores? */
static int
counts_right(const struct exclude *s)
{
	size_t i, j;
	int good = 1;

	for (i = 0; i < M; i++) {
		uint64_t g = 0, e = 0;
		double own = label[i] ? plain(i, (size_t)label[i] - 1) : 0;

		for (j = 0; j < N && label[i]; j++) {
			double x = plain(i, j);

			g += x > own && !is_skipped(s, i, j);
			e += x == own && !is_skipped(s, i, j);
		}
		good &= g == greater[i] && e == equal[i];
	}
	return good;
}

static struct exclude *
some_skipped(struct rng *r)
{
	struct fail f;
	struct exclude *s = exclude_new(&f);
	size_t i, a, failed = 0;

	for (i = 0; s && i < M; i++) {
		for (a = rng_below(r, 200); a > 0; a--)
			failed |=
			    exclude_add(s, (int32_t)rng_below(r, N), &f) != 0;
		if (label[i])
			failed |= exclude_add(s, label[i] - 1, &f) != 0;
		failed |= exclude_end_row(s, &f) != 0;
	}
	ok(s && !failed && exclude_rows(s) == M, "rows to leave out");
	return s;
}

static void
test_counts(struct rng *r)
{
	struct fail f;
	struct score_tiles *sc;
	struct exclude *skip = some_skipped(r);
	uint64_t g[M], e[M];

	threads_set(2);
	sc = score_tiles_new(c, N, D, &f);
	ok(sc &&
		!rank_count(sc,
		    &(const struct rank_queries){
			.m = M, .q = q, .label = label},
		    greater, equal, &f) &&
		counts_right(NULL),
	    "ranks are those of plain sums");
	ok(!rank_count(sc,
	       &(const struct rank_queries){
		   .m = M, .q = q, .label = label, .skip = skip},
	       greater, equal, &f) &&
		counts_right(skip),
	    "and so they are where candidates are left out, not the label");
	score_tiles_free(sc);
	threads_set(1);
	sc = score_tiles_new(c, N, D, &f);
	ok(sc &&
		!rank_count(sc,
		    &(const struct rank_queries){
			.m = M, .q = q, .label = label, .skip = skip},
		    g, e, &f) &&
		!memcmp(g, greater, sizeof(g)) && !memcmp(e, equal, sizeof(e)),
	    "one thread counts the same");
	ok(!rank_count(sc,
	       &(const struct rank_queries){.m = 0, .q = q, .label = label}, g,
	       e, &f),
	    "no queries are fine");
	score_tiles_free(sc);
	exclude_free(skip);
}

/* Numbers with rounding errors: a block and a single query must agree. */
static void
test_one_arithmetic(struct rng *r)
{
	struct fail f;
	struct score_tiles *sc;
	size_t i, differ = 0, alone = 0;
	uint64_t g, e;

	for (i = 0; i < (size_t)N * D; i++)
		c[i] = (float)rng_normal(r);
	for (i = 0; i < (size_t)M * D; i++)
		q[i] = (float)rng_normal(r);
	sc = score_tiles_new(c, N, D, &f);
	ok(sc && !rank_count(sc,
		     &(const struct rank_queries){
			 .m = M, .q = q, .label = label},
		     greater, equal, &f),
	    "ranks of random numbers");
	for (i = 0; i < M; i++) {
		alone += label[i] && equal[i] != 1;
		differ += rank_count(sc,
			      &(const struct rank_queries){
				  .m = 1, .q = q + i * D, .label = label + i},
			      &g, &e, &f) ||
		          g != greater[i] || e != equal[i];
	}
	ok(alone == 0, "a label's score is that which it has in the scan");
	ok(differ == 0, "a query alone has the rank it has among others");
	score_tiles_free(sc);
}

static void
test_reduce_sum(void)
{
	const float one = 1.0f, tiny = 0x1p-24f;
	float a[17], b[17], sum = 0;
	size_t i;

	for (i = 0; i < 17; i++) {
		a[i] = 1;
		b[i] = (float)(i + 1);
		sum += b[i];
	}
	ok(rank_reduce_sum(17, a, b) == sum, "reduce_sum adds everything up");
	/* 1 + 2^-24 rounds to 1 in a chain every time.  With lanes, 1 and 5
	 * would add up to 2^-23 first, which would then count. */
	memset(b, 0, sizeof(b));
	b[0] = one;
	b[1] = b[5] = tiny;
	ok(rank_reduce_sum(8, a, b) == one + 0x1p-23f &&
		mm_score(8, a, b) == one,
	    "in eight lanes that are added in pairs");
}

static void
test_tfrs(void)
{
	struct fail f;
	float x[2 * 8] = {1, 0x1p-24f, 0, 0, 0, 0x1p-24f, 0, 0, 1};
	float ones[8] = {1, 1, 1, 1, 1, 1, 1, 1};
	const int32_t wanted[2] = {1, 2};
	struct score_tiles *sc = score_tiles_new(x, 2, 8, &f);
	float both[16];
	uint64_t g[2], e[2];

	memcpy(both, ones, sizeof(ones));
	memcpy(both + 8, ones, sizeof(ones));
	ok(sc &&
		!rank_count(sc,
		    &(const struct rank_queries){.m = 2,
			.q = both,
			.label = wanted,
			.own = rank_reduce_sum},
		    g, e, &f) &&
		g[0] == 0 && e[0] == 1 && g[1] == 0 && e[1] == 2,
	    "a label's own rounding decides with reduce_sum, and it always "
	    "equals itself");
	score_tiles_free(sc);
}

static void
test_refusals(void)
{
	struct fail f;
	float x[4] = {1, 2, 3, 4}, big[2] = {1e30f, 1};
	struct score_tiles *sc;
	const int32_t one = 1;
	uint64_t g, e;

	x[2] = NAN;
	ok(!score_tiles_new(x, 2, 2, &f),
	    "a candidate that is not a number is refused");
	x[2] = -INFINITY;
	ok(!score_tiles_new(x, 2, 2, &f), "an infinite one too");
	ok(!score_tiles_new(x, 0, 2, &f), "no candidates are refused");
	x[2] = 1e30f;
	sc = score_tiles_new(x, 2, 2, &f);
	ok(sc &&
		rank_count(sc,
		    &(const struct rank_queries){
			.m = 1, .q = big, .label = &one},
		    &g, &e, &f) &&
		strstr(f.msg, "overflow"),
	    "scores that could overflow are refused");
	score_tiles_free(sc);
}

int
main(void)
{
	struct rng r;
	size_t i;

	rng_seed(&r, 1, 1);
	fill(c, (size_t)N * D, &r);
	fill(q, (size_t)M * D, &r);
	for (i = 0; i < M; i++)
		label[i] = (int32_t)rng_below(&r, N + 1);
	label[3] = 0;
	label[4] = N;
	test_counts(&r);
	test_one_arithmetic(&r);
	test_reduce_sum();
	test_tfrs();
	test_refusals();
	return done();
}
