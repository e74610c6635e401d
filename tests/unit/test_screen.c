/*
 * test_screen - no relevant score is left out, and every score has the bits of
 * mm_score().
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "base/threads.h"
#include "math/int8.h"
#include "math/kernels.h"
#include "math/mm.h"
#include "rank/score_tiles.h"
#include "rank/screen.h"
#include "rank/topk.h"

#include "tap.h"

#define N 2100 /* two rounds, and a panel that is not full */
#define M 70   /* a tile, and a part of one */
#define WIDEST 130

static float c[N * WIDEST], q[M * WIDEST], least[M];
static float score[M][N];
static unsigned char seen[M][N];
static size_t d, made;
static int sound;

static double
normal(struct rng *r)
{
	double sum = 0;
	int i;

	for (i = 0; i < 12; i++)
		sum += (double)rng_below(r, 1000000) / 1e6;
	return sum - 6;
}

/* Kinds of vectors x [n,d]. */
static void
fill(const char *kind, size_t n, float *x, struct rng *r)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		double norm = !strcmp(kind, "norms") ? exp(2 * normal(r)) : 1;

		for (k = 0; k < d; k++) {
			double y = normal(r) * norm;

			if (!strcmp(kind, "whole"))
				y = (double)rng_below(r, 255) - 127;
			if (!strcmp(kind, "equal"))
				y = (double)(k + 1);
			if (!strcmp(kind, "tiny"))
				y *= 1e-25;
			if (!strcmp(kind, "huge"))
				y *= 1e17;
			if (!strcmp(kind, "one column"))
				y = k ? y * 1e-3 : y * 100;
			if (!strcmp(kind, "zeros") && i % 3)
				y = 0;
			if (!strcmp(kind, "small and large"))
				y *= i % 7 ? 1e-12 : 1;
			x[i * d + k] = (float)y;
		}
	}
}

static float
least_of(void *ctx, size_t i)
{
	(void)ctx;
	return least[i];
}

static void
take(void *ctx, size_t i, size_t n, const int32_t *at, const float *s)
{
	size_t a;

	for (a = 0; a < n; a++) {
		const float is = mm_score(d, q + i * d, c + (size_t)at[a] * d);

		if (at[a] < 0 || at[a] >= N || seen[i][at[a]]++ ||
		    memcmp(&is, &s[a], sizeof(is)) != 0)
			sound = 0;
	}
	*(size_t *)ctx += n; /* one thread */
}

/* The k-th best score of query i. */
static int
downwards(const void *a, const void *b)
{
	const float x = *(const float *)a, y = *(const float *)b;

	return (x < y) - (x > y);
}

static void
set_least(size_t k)
{
	static float s[N];
	size_t i, j;

	for (i = 0; i < M; i++) {
		for (j = 0; j < N; j++)
			s[j] = score[i][j] = mm_score(d, q + i * d, c + j * d);
		qsort(s, N, sizeof(*s), downwards);
		least[i] = s[k];
	}
}

/* The scores above least before `end` that were not computed. */
static size_t
missing(size_t end)
{
	size_t i, j, n = 0;

	for (i = 0; i < M; i++)
		for (j = 0; j < end; j++)
			n += !seen[i][j] && score[i][j] > least[i];
	return n;
}

static void
test_kind(const char *kind, size_t k, const struct int8_kernels *kernels)
{
	const struct screen_use use = {least_of, take, &made};
	struct screen *s;
	struct rng r;
	struct fail f;
	size_t end;

	rng_seed(&r, d, k);
	fill(kind, N, c, &r);
	fill(kind, M, q, &r);
	set_least(k);
	memset(seen, 0, sizeof(seen));
	made = 0;
	sound = 1;
	s = screen_new(c, N, d, kernels, &f);
	end = s ? screen_run(s, 0, M, q, &use) : 0;
	ok(s && (end == N || end == 0 || end % 1024 == 0) &&
		missing(end) == 0 && sound,
	    "%s, %zu columns, the best %zu: of %zu to %zu scores %zu are made",
	    kind, d, k, k * M, (size_t)N * M, made);
	if (!strcmp(kind, "normal") && d == 33 && k == 10)
		ok(made < (size_t)N * M / 40,
		    "few scores are made of normal vectors");
	screen_free(s);
}

static void
test_all(const struct int8_kernels *kernels)
{
	static const char *const kinds[] = {"normal", "norms", "whole", "equal",
	    "tiny", "huge", "one column", "zeros", "small and large"};
	static const size_t columns[] = {8, 33, 32, 130};
	size_t i, j;

	for (j = 0; j < (kernels == &int8_portable ? 2 : 4); j++)
		for (i = 0; i < COUNTOF(kinds); i++) {
			d = columns[j];
			test_kind(kinds[i], 10, kernels);
			test_kind(kinds[i], 300, kernels);
		}
}

/* Both implementations give the same whole numbers. */
static void
test_products(const struct int8_kernels *fast)
{
	static uint8_t panel[INT8_PANEL * 132];
	static int8_t rows[INT8_ROWS * 132];
	int32_t bound[INT8_ROWS];
	uint16_t a[INT8_ROWS * 2] = {0}, b[INT8_ROWS * 2] = {0};
	struct rng r;
	size_t i, m, w;
	int same = 1;

	rng_seed(&r, 3, 0);
	for (w = 4; w <= 132; w += 4) {
		struct int8_tile t = {
		    .w = w, .q = rows, .panel = panel, .bound = bound};

		for (i = 0; i < sizeof(panel); i++)
			panel[i] = (uint8_t)(1 + rng_below(&r, 255));
		for (i = 0; i < sizeof(rows); i++)
			rows[i] = (int8_t)((int)rng_below(&r, 255) - 127);
		for (i = 0; i < INT8_ROWS; i++)
			bound[i] = (int32_t)rng_below(&r, 200000) - 100000;
		for (m = 1; m <= INT8_ROWS; m++) {
			uint64_t x, y;

			t.m = m;
			t.above = a;
			x = int8_portable.above(&t);
			t.above = b;
			y = fast->above(&t);
			same &= x == y && !memcmp(a, b, m * 2 * sizeof(*a));
		}
	}
	ok(same, "the fast products are those of plain C");
}

#define LONG 17000 /* enough for a screen */

/* Lists [M,10] of a long table, with the kernels of that name. */
static void
lists(const char *kernels, const float *long_c, int32_t *to)
{
	struct fail f;
	struct score_tiles *sc;
	struct topk *t;
	float s;
	size_t i, r;

	(void)kernels_use(kernels);
	sc = score_tiles_new(long_c, LONG, d, &f);
	t = topk_new(sc, 10, M, &f);
	(void)topk_run(t, M, q, NULL, &f);
	for (i = 0; i < M; i++)
		for (r = 0; r < 10; r++) {
			*to++ = (int32_t)topk_at(t, i, r, &s);
			memcpy(to++, &s, sizeof(s));
		}
	topk_free(t);
	score_tiles_free(sc);
	(void)kernels_use("auto");
}

static void
test_lists(void)
{
	static float long_c[LONG * 32];
	static int32_t with[M * 20], without[M * 20];
	struct rng r;

	d = 32;
	rng_seed(&r, 5, 0);
	fill("normal", LONG, long_c, &r);
	fill("normal", M, q, &r);
	lists("auto", long_c, with);
	lists("portable", long_c, without);
	ok(!memcmp(with, without, sizeof(with)),
	    "lists with a screen, if there is one, are those without");
}

int
main(void)
{
	const struct int8_kernels *fast = int8_fast();

	threads_set(1);
	test_lists();
	test_all(&int8_portable);
	if (fast) {
		test_all(fast);
		test_products(fast);
	}
	return done();
}
