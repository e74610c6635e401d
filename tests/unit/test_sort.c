/* test_sort - the sorts against the C library's, for all lengths and kinds
 * of order. */
/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "tap.h"

#define MOST 3000

struct test_sort_record {
	int32_t key;
	uint32_t was; /* its index before sorting */
	char rest[32];
};

static struct test_sort_record record[MOST], spare[MOST];

/* Compares keys, in the direction of ctx. */
static int
compare(const void *x, const void *y, const void *ctx)
{
	const struct test_sort_record *a = x, *b = y;

	return *(const int *)ctx * ((a->key > b->key) - (a->key < b->key));
}

/* n records with keys below most; how 1: already in order, 2: in reverse. */
static void
fill(struct rng *r, size_t n, uint64_t most, int how)
{
	size_t i;

	for (i = 0; i < n; i++) {
		record[i].key = (int32_t)(how == 1   ? i * most / n
					  : how == 2 ? (n - i) * most / n
						     : rng_below(r, most));
		record[i].was = (uint32_t)i;
		record[i].rest[31] = (char)record[i].key;
	}
}

/* Are they in order, equal records too, and is each record intact? */
static int
is_sorted(size_t n, int up, int stable)
{
	size_t i;
	int good = 1;

	for (i = 0; i < n; i++) {
		good = good && record[i].rest[31] == (char)record[i].key;
		if (!i)
			continue;
		if (record[i - 1].key == record[i].key)
			good = good &&
			       (!stable || record[i - 1].was < record[i].was);
		else
			good = good &&
			       (record[i - 1].key < record[i].key) == (up > 0);
	}
	return good;
}

static int
compare_places(void *ctx, size_t i, size_t j)
{
	const struct test_sort_record *a = ctx;

	return (a[i].key > a[j].key) - (a[i].key < a[j].key);
}

static void
swap_places(void *ctx, size_t i, size_t j)
{
	struct test_sort_record *a = ctx, was = a[i];

	a[i] = a[j];
	a[j] = was;
}

static void
test_records(void)
{
	static const size_t lengths[] = {0, 1, 2, 3, SORT_FEW - 1, SORT_FEW,
	    SORT_FEW + 1, 2 * SORT_FEW, 33, 100, 1000, MOST};
	struct rng r;
	size_t k;
	int how, up, stable = 1, few = 1, in_place = 1;

	rng_seed(&r, 1, 0);
	for (k = 0; k < COUNTOF(lengths); k++) {
		const size_t n = lengths[k];

		for (how = 0; how < 6; how++) {
			const uint64_t most = how < 3 ? 7 : 1000000;

			up = how % 2 ? 1 : -1;
			fill(&r, n, most, how % 3);
			sort_stable(
			    n, sizeof(*record), record, spare, compare, &up);
			stable = stable && is_sorted(n, up, 1);
			fill(&r, n, most, how % 3);
			if (n <= SORT_FEW)
				sort_stable(n, sizeof(*record), record, NULL,
				    compare, &up);
			few = few && (n > SORT_FEW || is_sorted(n, up, 1));
			fill(&r, n, most, how % 3);
			sort_in_place(n, compare_places, swap_places, record);
			in_place = in_place && is_sorted(n, 1, 0);
		}
	}
	ok(stable, "records are in order, and equal ones as they were");
	ok(few, "a few need no spare room");
	ok(in_place, "so they are when sorted in place, by their places");
}

static int
by_value(const void *x, const void *y)
{
	const double *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static void
test_doubles(void)
{
	static double x[MOST], want[MOST], room[MOST];
	struct rng r;
	size_t i, n;
	int how, good = 1;

	rng_seed(&r, 2, 0);
	for (how = 0; how < 60; how++) {
		n = how < 20 ? (size_t)how : MOST;
		for (i = 0; i < n; i++) {
			x[i] = how % 3 == 0   ? (double)rng_below(&r, 5000) / 2
			       : how % 3 == 1 ? exp(100 * rng_normal(&r))
			                      : (double)i;
			if (rng_below(&r, 50) == 0)
				x[i] = rng_below(&r, 2) ? INFINITY : 0;
			want[i] = x[i];
		}
		sort_doubles(n, x, room);
		qsort(want, n, sizeof(*want), by_value);
		good = good && !memcmp(x, want, n * sizeof(*x));
	}
	ok(good, "doubles from 0 to inf are in order");
}

int
main(void)
{
	test_records();
	test_doubles();
	return done();
}
