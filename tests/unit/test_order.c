/* test_order - the order of the examples against a plain restatement. */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "nn/feed.h"

#include "tap.h"

#define MOST 2000

static struct fail f;

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

/* What a buffer of size gives, with a list that is really shortened: the
 * element drawn leaves, and the next example, or the last of the list, takes
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
		struct feed_options o = {
		    .shuffle = FEED_BUFFER, .buffer = sizes[k], .seed = 4 + k};
		int good = !feed_order(&o, 0, n, a, &f);

		buffer_order(o.seed, size_min(sizes[k], MOST), n, b);
		good &= !memcmp(a, b, n * sizeof(*a)) && is_permutation(a, n);
		/* Nobody comes before he could have entered. */
		for (i = 0; i < n; i++)
			good &= (size_t)a[i] < i + sizes[k];
		good &= !feed_order(&o, 3, n, b, &f) &&
		        !memcmp(a, b, n * sizeof(*a));
		ok(good,
		    "a buffer of %zu: the restated order, a permutation, the "
		    "same in every epoch",
		    sizes[k]);
	}
}

static void
test_epoch(void)
{
	struct feed_options o = {.shuffle = FEED_EPOCH, .seed = 1};
	int32_t a[MOST], b[MOST];
	size_t i, fixed = 0;
	double sum = 0;

	ok(!feed_order(&o, 0, MOST, a, &f) && is_permutation(a, MOST) &&
		!feed_order(&o, 0, MOST, b, &f) && !memcmp(a, b, sizeof(a)),
	    "epoch: a permutation, which repeats");
	ok(!feed_order(&o, 1, MOST, b, &f) && is_permutation(b, MOST) &&
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
	ok(!feed_order(&o, 0, MOST, b, &f) && memcmp(a, b, sizeof(a)),
	    "epoch: another seed has another");
	o.shuffle = FEED_NONE;
	(void)feed_order(&o, 5, MOST, a, &f);
	for (i = 0; i < MOST && a[i] == (int32_t)i; i++)
		;
	ok(i == MOST, "none: as the examples come");
}

static void
test_parse(void)
{
	static const char *const bad[] = {"", "buffer", "buffer:", "buffer:0",
	    "buffer:-1", "buffer:x", "buffer:1x", "buffer:4294967296",
	    "buffer:99999999999999999999", "epochs", "none "};
	struct feed_options o = {0};
	size_t i;
	int good;

	good = !feed_parse_shuffle(&o, "buffer:12") &&
	       o.shuffle == FEED_BUFFER && o.buffer == 12;
	good &= !feed_parse_shuffle(&o, "epoch") && o.shuffle == FEED_EPOCH;
	good &= !feed_parse_shuffle(&o, "none") && o.shuffle == FEED_NONE;
	for (i = 0; i < COUNTOF(bad); i++)
		good &= feed_parse_shuffle(&o, bad[i]) == -1;
	ok(good, "ways to shuffle by their names, and nothing else");
}

int
main(void)
{
	test_buffer();
	test_epoch();
	test_parse();
	return done();
}
