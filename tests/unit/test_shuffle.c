/* test_shuffle - the order of examples in an epoch, against a plain
 * restatement. */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "nn/shuffle.h"

#include "tap.h"

#define MOST 2000

static struct fail f;

/* The first n examples of an epoch of as many, taken a few at a time. */
static int
whole(const struct shuffle_options *is, size_t epoch, size_t n, int32_t *to)
{
	struct shuffle *o = shuffle_new(is, n, &f);
	size_t at = 0, m;

	if (!o)
		return -1;
	shuffle_next(o, n / 3, to); /* of another epoch */
	shuffle_begin(o, epoch);
	for (m = 1; at < n; at += m, m = m * 3 % 101 + 1) {
		m = size_min(m, n - at);
		shuffle_next(o, m, to + at);
	}
	shuffle_free(o);
	return 0;
}

static int
is_permutation(const int32_t *order, size_t n)
{
	unsigned char seen[MOST] = {0};
	size_t i;

	for (i = 0; i < n; i++) {
		if (order[i] < 0 || (size_t)order[i] >= n || seen[order[i]]++)
			return 0;
	}
	return 1;
}

/* The output of a buffer of size, with a list that is really shortened: the
 * drawn element leaves, and the next example, or the last of the list, takes
 * its place. */
static void
buffer_order(uint64_t seed, size_t size, size_t n, int32_t *order)
{
	int32_t list[MOST];
	size_t held = 0, next = 0, k;
	struct rng r;

	rng_seed(&r, seed, 2);
	for (k = 0; k < n; k++) {
		size_t j;

		while (held < size && next < n)
			list[held++] = (int32_t)next++;
		j = (size_t)rng_below(&r, held);
		order[k] = list[j];
		if (next < n)
			list[j] = (int32_t)next++;
		else
			list[j] = list[--held];
	}
}

static void
test_buffer(void)
{
	static const size_t sizes[] = {1, 2, 10, 999, 1000, 1001, 5000};
	int32_t a[MOST], b[MOST];
	size_t i, k, n = 1000;

	for (k = 0; k < COUNTOF(sizes); k++) {
		struct shuffle_options o = {
		    .kind = SHUFFLE_BUFFER, .buffer = sizes[k], .seed = 4 + k};
		int good = !whole(&o, 0, n, a);

		buffer_order(o.seed, size_min(sizes[k], MOST), n, b);
		good &= !memcmp(a, b, n * sizeof(*a)) && is_permutation(a, n);
		/* No example leaves before it could have entered. */
		for (i = 0; i < n; i++)
			good &= (size_t)a[i] < i + sizes[k];
		good &= !whole(&o, 3, n, b) && !memcmp(a, b, n * sizeof(*a));
		ok(good,
		    "a buffer of %zu: the restated order, a permutation, the "
		    "same in every epoch",
		    sizes[k]);
	}
}

static void
test_epoch(void)
{
	struct shuffle_options o = {.kind = SHUFFLE_EPOCH, .seed = 1};
	int32_t a[MOST], b[MOST];
	size_t i, fixed = 0;
	double sum = 0;

	ok(!whole(&o, 0, MOST, a) && is_permutation(a, MOST) &&
		!whole(&o, 0, MOST, b) && !memcmp(a, b, sizeof(a)),
	    "epoch: a permutation, which repeats");
	ok(!whole(&o, 1, MOST, b) && is_permutation(b, MOST) &&
		memcmp(a, b, sizeof(a)),
	    "epoch: the next has another");
	for (i = 0; i < MOST; i++) {
		fixed += a[i] == (int32_t)i;
		sum += ((double)i - MOST / 2.0) * (a[i] - MOST / 2.0);
	}
	ok(fixed < 10 && fabs(sum) < 0.1 * pow(MOST, 3) / 12,
	    "epoch: places before and after are not related (%zu fixed, "
	    "correlation %.3f)",
	    fixed, sum / (pow(MOST, 3) / 12));
	o.seed = 2;
	ok(!whole(&o, 0, MOST, b) && memcmp(a, b, sizeof(a)),
	    "epoch: another seed has another");
	o.kind = SHUFFLE_NONE;
	(void)whole(&o, 5, MOST, a);
	for (i = 0; i < MOST && a[i] == (int32_t)i; i++)
		;
	ok(i == MOST, "none: as the examples come");
}

static void
test_skip(void)
{
	struct shuffle_options is = {.buffer = 100, .seed = 3};
	int32_t a[MOST], b[MOST];
	int good = 1, k;

	for (k = SHUFFLE_NONE; k <= SHUFFLE_EPOCH; k++) {
		struct shuffle *o;

		is.kind = (enum shuffle_kind)k;
		good &= !whole(&is, 2, MOST, a) &&
		        (o = shuffle_new(&is, MOST, &f)) != NULL;
		if (!good)
			break;
		shuffle_begin(o, 2);
		shuffle_next(o, 700, NULL);
		shuffle_next(o, MOST - 700, b);
		good &= !memcmp(a + 700, b, (MOST - 700) * sizeof(*a));
		shuffle_free(o);
	}
	ok(good, "what is passed over changes nothing that comes after");
}

static void
test_parse(void)
{
	static const char *const bad[] = {"", "buffer", "buffer:", "buffer:0",
	    "buffer:-1", "buffer:x", "buffer:1x", "buffer:4294967296",
	    "buffer:99999999999999999999", "epochs", "none "};
	struct shuffle_options o = {0};
	size_t i;
	int good;

	good = !shuffle_parse(&o, "buffer:12") && o.kind == SHUFFLE_BUFFER &&
	       o.buffer == 12;
	good &= !shuffle_parse(&o, "epoch") && o.kind == SHUFFLE_EPOCH;
	good &= !shuffle_parse(&o, "none") && o.kind == SHUFFLE_NONE;
	for (i = 0; i < COUNTOF(bad); i++)
		good &= shuffle_parse(&o, bad[i]) == -1;
	ok(good, "ways to shuffle by their names, and nothing else");
}

int
main(void)
{
	test_buffer();
	test_epoch();
	test_skip();
	test_parse();
	return done();
}
