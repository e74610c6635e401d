/* test_mt19937 - the numbers of CPython 3's random module. */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/base.h"
#include "base/mt19937.h"
#include "tap.h"

/* The output of CPython 3.11 after random.seed(seed), one draw after the
 * other: getrandbits(32) three times, getrandbits(k) for k in (1, 33, 64),
 * randrange(n) for n in (1, 2, 3, 10**6, 2**32, 2**40 + 1), and one last
 * getrandbits(32) after 2,000 more. */
static const struct {
	uint64_t seed;
	uint32_t word[3];
	uint64_t bits[3], below[6];
	uint32_t last;
} golden[] = {
    {0, {0xd82c07cd, 0x629f6fbe, 0xc2094cac},
	{0x1, 0x6baa9455, 0xf728b4fa42485e3a},
	{0, 1, 1, 499748, 598176026, 553189221793}, 0x627b9de7},
    {42, {0xa3b1799d, 0x1c80317f, 0x6671ad1},
	{0x1, 0x46685257, 0x23b8c1e9392456de},
	{0, 0, 2, 442417, 136505587, 477143787866}, 0x364c911a},
    {4294967295, {0xa2a6c909, 0x9e9c04f4, 0x3404e941},
	{0x0, 0x19b7c60b4, 0x9a6188fb4a94f707},
	{0, 1, 2, 722020, 3818874696, 904078697522}, 0x9ff0a84c},
    {4294967296, {0x1ced31d7, 0x59ef8bbc, 0x6af6d506},
	{0x1, 0x444e71b, 0xe047a3939c99c709},
	{0, 1, 0, 144792, 1349299654, 840684227638}, 0x119be177},
    {12345678901234567890u, {0x83139e2a, 0xdc43d347, 0xee8fb95d},
	{0x1, 0xa46e9112, 0x539fbec7da2ca31d},
	{0, 0, 2, 500015, 1562069701, 382571720428}, 0xd0f08286},
};

static void
test_golden(size_t g)
{
	static const int width[] = {1, 33, 64};
	static const uint64_t limit[] = {
	    1, 2, 3, 1000000, (uint64_t)1 << 32, ((uint64_t)1 << 40) + 1};
	unsigned long long seed = golden[g].seed;
	struct mt19937 m;
	size_t i;
	int good = 1;

	mt19937_seed(&m, golden[g].seed);
	for (i = 0; i < 3; i++)
		good &= mt19937_next(&m) == golden[g].word[i];
	ok(good, "seed %llu: words", seed);
	good = 1;
	for (i = 0; i < 3; i++)
		good &= mt19937_bits(&m, width[i]) == golden[g].bits[i];
	ok(good, "seed %llu: 1, 33 and 64 bits", seed);
	good = 1;
	for (i = 0; i < 6; i++)
		good &= mt19937_below(&m, limit[i]) == golden[g].below[i];
	ok(good, "seed %llu: numbers below a limit", seed);
	for (i = 0; i < 2000; i++)
		(void)mt19937_next(&m); /* beyond several twists */
	ok(mt19937_next(&m) == golden[g].last, "seed %llu: 2,000 later", seed);
}

static void
test_shuffle(uint64_t seed, size_t n, const size_t *want)
{
	size_t x[20], i;
	struct mt19937 m;

	for (i = 0; i < n; i++)
		x[i] = i;
	mt19937_seed(&m, seed);
	mt19937_shuffle(&m, n, x);
	ok(!memcmp(x, want, n * sizeof(*x)),
	    "seed %llu shuffles range(%zu) as CPython does",
	    (unsigned long long)seed, n);
}

int
main(void)
{
	static const size_t ten[] = {7, 3, 2, 8, 5, 6, 9, 4, 0, 1};
	static const size_t twenty[] = {10, 18, 16, 14, 0, 17, 11, 2, 3, 9, 5,
	    7, 4, 19, 6, 15, 8, 1, 13, 12};
	static const size_t one[] = {0};
	size_t g;

	for (g = 0; g < COUNTOF(golden); g++)
		test_golden(g);
	test_shuffle(42, 10, ten);
	test_shuffle(0, 20, twenty);
	test_shuffle(0, 1, one);
	return done();
}
