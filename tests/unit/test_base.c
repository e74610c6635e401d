/* test_base - arenas, random numbers and error messages. */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/base.h"
#include "base/fail.h"
#include "base/rng.h"
#include "tap.h"

static void
test_sizes(void)
{
	size_t x;

	ok(!size_mul(6, 7, &x) && x == 42, "sizes are multiplied");
	ok(!size_mul(SIZE_MAX, 0, &x) && x == 0 && !size_mul(0, SIZE_MAX, &x),
	    "also by nothing");
	ok(size_mul(SIZE_MAX / 2 + 1, 2, &x) && !size_mul(SIZE_MAX / 2, 2, &x),
	    "and what does not fit is refused");
}

/* Allocates pieces of all sizes up to the limit.  Are they separate and
 * aligned? */
static int
fill(struct arena *a, size_t limit, struct rng *r)
{
	unsigned char *piece[400];
	size_t n[400], count = 0, i, j, used = 0;
	int good = 1;

	for (; count < COUNTOF(piece); count++) {
		n[count] = rng_below(r, 1 + rng_below(r, 200000));
		piece[count] = arena_alloc(a, n[count]);
		if (!piece[count])
			break;
		used += n[count];
		good &= (uintptr_t)piece[count] % 16 == 0;
		memset(piece[count], (int)(count & 255), n[count]);
	}
	for (i = 0; i < count; i++)
		for (j = 0; j < n[i]; j++)
			good &= piece[i][j] == (i & 255);
	return good && used <= limit && count > 4;
}

static void
test_arena(void)
{
	struct arena *a = arena_new(1u << 20);
	struct rng r;
	char *s, *first;
	int i, good = 1;

	rng_seed(&r, 1, 1);
	for (i = 0; i < 50; i++) {
		good &= fill(a, 1u << 20, &r);
		arena_reset(a);
	}
	ok(good, "pieces are apart and aligned, and never more than the limit");
	ok(!arena_alloc(a, (1u << 20) + 1) && arena_alloc(a, 1u << 20),
	    "the limit itself can be had, one byte more cannot");
	ok(!arena_alloc(a, 1), "and then nothing");
	ok(!arena_alloc(a, SIZE_MAX) && !arena_alloc(a, SIZE_MAX - 15) &&
		!arena_copy(a, "", SIZE_MAX),
	    "nor sizes that would wrap");
	arena_reset(a);
	first = arena_alloc(a, 100);
	arena_reset(a);
	ok(first && arena_alloc(a, 50) == (void *)first,
	    "after a reset the same memory comes again");
	s = arena_copy(a, "ab\0cd", 5);
	ok(s && !memcmp(s, "ab\0cd\0", 6), "a copy has a NUL after it");
	s = arena_copy(a, NULL, 0);
	ok(s && !*s, "nothing can be copied");
	arena_free(a);
	arena_free(NULL);
}

/* Each record is a little larger than the record before. */
static void
test_arena_held(void)
{
	size_t limit = 1u << 20, n, good = 1;
	struct arena *a = arena_new(limit);
	struct mallinfo2 m;

	for (n = 66000; n < limit / 2; n += 2000) {
		good &= arena_alloc(a, 10) && arena_alloc(a, n);
		arena_reset(a);
	}
	m = mallinfo2();
	ok(good && m.uordblks + m.hblkhd < 4 * limit,
	    "records of growing size do not pile up: %zu bytes are held",
	    m.uordblks + m.hblkhd);
	arena_free(a);
}

/* The numbers of the authors' C code for the state 1, 2, 3, 4. */
static void
test_rng_next(void)
{
	static const uint64_t want[] = {11520, 0, 1509978240,
	    1215971899390074240u, 1216172134540287360u, 607988272756665600u,
	    16172922978634559625u, 8476171486693032832u, 10595114339597558777u,
	    2904607092377533576u};
	struct rng r = {{1, 2, 3, 4}}, s;
	size_t i;
	int good = 1, same = 0;

	for (i = 0; i < COUNTOF(want); i++)
		good &= rng_next(&r) == want[i];
	ok(good, "the generator is xoshiro256**");
	rng_seed(&r, 7, 1);
	rng_seed(&s, 7, 1);
	for (good = 1, i = 0; i < 100; i++)
		good &= rng_next(&r) == rng_next(&s);
	ok(good, "the same seed and stream repeat");
	rng_seed(&s, 7, 2);
	for (i = 0; i < 1000; i++)
		same += rng_next(&r) == rng_next(&s);
	rng_seed(&s, 8, 1);
	for (i = 0; i < 1000; i++)
		same += rng_next(&r) == rng_next(&s);
	ok(!same, "another seed or stream is another sequence");
}

static void
test_rng_below(void)
{
	static const uint64_t limits[] = {1, 2, 3, 10, 1000003,
	    (uint64_t)1 << 63, ((uint64_t)1 << 63) + 1, UINT64_MAX};
	size_t i, n = 600000, seen[6] = {0};
	uint64_t third = UINT64_MAX / 3 * 2, low = 0;
	double chi = 0;
	struct rng r;
	int good = 1;

	rng_seed(&r, 3, 0);
	for (i = 0; i < 100 * COUNTOF(limits); i++) {
		uint64_t limit = limits[i % COUNTOF(limits)];

		good &= rng_below(&r, limit) < limit;
	}
	ok(good, "a number below n is below n");
	for (i = 0; i < n; i++)
		seen[rng_below(&r, 6)]++;
	for (i = 0; i < 6; i++)
		chi +=
		    pow((double)seen[i] - (double)n / 6, 2) / ((double)n / 6);
	ok(chi < 20.5, "a die is fair: chi squared %.2f of 5 degrees", chi);

	/* A plain remainder would put half of the numbers in the lowest
	 * third. */
	for (i = 0; i < n; i++)
		low += rng_below(&r, third) < third / 2;
	ok(fabs((double)low / (double)n - 0.5) < 0.004,
	    "and so is one of 2^65/3 sides: %.4f", (double)low / (double)n);
}

static void
test_rng_real(void)
{
	size_t i, n = 1000000, in = 1;
	double sum = 0, square = 0, fourth = 0, x;
	struct rng r;

	rng_seed(&r, 5, 0);
	for (i = 0; i < n; i++) {
		x = rng_uniform(&r);
		in &= x >= 0 && x < 1;
		sum += x;
		square += x * x;
	}
	ok(in && fabs(sum / (double)n - 0.5) < 0.0015 &&
		fabs(square / (double)n - 1.0 / 3) < 0.0015,
	    "uniform numbers have the mean and variance they should");
	for (sum = square = 0, i = 0; i < n; i++) {
		x = rng_normal(&r);
		sum += x;
		square += x * x;
		fourth += x * x * x * x;
	}
	ok(fabs(sum / (double)n) < 0.005 &&
		fabs(square / (double)n - 1) < 0.01 &&
		fabs(fourth / (double)n - 3) < 0.06,
	    "normal ones have the moments 0, 1, 3");
}

static void
test_fail(void)
{
	struct fail f;
	char words[2 * sizeof(f.msg)];
	int i;

	ok(fail_set(&f, "%d of %s", 3, "them") == -1 &&
		!strcmp(f.msg, "3 of them"),
	    "an error is words");
	ok(fail_at(&f, "in:line %d", 7) == -1 &&
		!strcmp(f.msg, "in:line 7: 3 of them"),
	    "to which a place is added in front");
	errno = ENOENT;
	ok(fail_errno(&f, "x") == -1 &&
		!strcmp(f.msg, "x: No such file or directory"),
	    "or the system's words behind");
	ok(errno == ENOENT, "errno stays");
	ok(fail_memory(&f) == -1 && !strcmp(f.msg, "out of memory"),
	    "without memory there are words too");
	memset(words, 'w', sizeof(words));
	words[sizeof(words) - 1] = '\0';
	for (i = 0; i < 3; i++) {
		(void)fail_set(&f, "%s", words);
		errno = EIO;
		(void)(i == 0   ? 0
		       : i == 1 ? fail_at(&f, "%s", words)
				: fail_errno(&f, "%s", words));
		ok(strlen(f.msg) == sizeof(f.msg) - 1,
		    "too many words are cut, not overrun");
	}
}

int
main(void)
{
	test_sizes();
	test_arena();
	test_arena_held();
	test_rng_next();
	test_rng_below();
	test_rng_real();
	test_fail();
	return done();
}
