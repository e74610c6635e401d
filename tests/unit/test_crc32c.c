/* test_crc32c - both implementations against published values and each
 * other. */
/* SPDX-License-Identifier: MIT */
#include "io/crc32c.h"

#include <string.h>

#include "base/rng.h"
#include "tap.h"

/* The definition, bit by bit. */
static uint32_t
by_definition(const unsigned char *p, size_t n)
{
	uint32_t c = 0xffffffff;
	size_t i;
	int bit;

	for (i = 0; i < n; i++) {
		c ^= p[i];
		for (bit = 0; bit < 8; bit++)
			c = c >> 1 ^ (c & 1 ? 0x82f63b78 : 0);
	}
	return ~c;
}

static void
test_known(void)
{
	unsigned char x[48] = {0};
	int i;

	ok(crc32c(0, "", 0) == 0, "no bytes have checksum 0");
	ok(crc32c(0, "123456789", 9) == 0xe3069283, "the check value");
	ok(crc32c_portable(0, "123456789", 9) == 0xe3069283,
	    "the check value, portable");
	/* RFC 3720, B.4, which lists the bytes. */
	ok(crc32c(0, x, 32) == 0x8a9136aa, "32 zeros");
	memset(x, 0xff, 32);
	ok(crc32c(0, x, 32) == 0x62a8ab43, "32 ones");
	for (i = 0; i < 32; i++)
		x[i] = (unsigned char)i;
	ok(crc32c(0, x, 32) == 0x46dd794e, "0 to 31");
	ok(crc32c_masked("123456789", 9) ==
		(uint32_t)((0xe3069283u >> 15 | 0xe3069283u << 17) +
			   0xa282ead8u),
	    "the mask");
}

static void
test_equal(void)
{
	unsigned char x[300];
	struct rng r;
	size_t i, n, at, cut;
	int same = 1, parts = 1;

	rng_seed(&r, 1, 0);
	for (i = 0; i < sizeof(x); i++)
		x[i] = (unsigned char)rng_next(&r);
	for (n = 0; n < 256; n++) {
		for (at = 0; at < 9; at++) {
			uint32_t c = by_definition(x + at, n);

			same &= c == crc32c(0, x + at, n);
			same &= c == crc32c_portable(0, x + at, n);
			cut = (size_t)rng_below(&r, n + 1);
			parts &= c == crc32c(crc32c(0, x + at, cut),
					  x + at + cut, n - cut);
		}
	}
	ok(same, "every length and alignment, as by definition");
	ok(parts, "in two parts as in one");
}

/* Long enough for several parallel runs, at odd addresses. */
static void
test_long(void)
{
	static unsigned char x[200000];
	struct rng r;
	size_t i, n, cut;
	int same = 1, joined = 1;

	rng_seed(&r, 2, 0);
	for (i = 0; i < sizeof(x); i++)
		x[i] = (unsigned char)rng_next(&r);
	for (i = 0; i < 40; i++) {
		const unsigned char *p = x + rng_below(&r, 100);
		uint32_t c;

		n = (size_t)rng_below(&r, sizeof(x) - 99);
		n = i < 3 ? i : n;
		cut = (size_t)rng_below(&r, n + 1);
		c = by_definition(p, n);
		same &= c == crc32c(0, p, n);
		joined &= c == crc32c_join(crc32c(0, p, cut),
				   crc32c(0, p + cut, n - cut), n - cut);
	}
	ok(same, "many bytes, as by definition");
	ok(joined, "the checksums of two parts joined are that of both");
	ok(crc32c_join(5, 7, 0) == (5 ^ 7), "no bytes shift nothing");
}

int
main(void)
{
	test_long();
	test_known();
	test_equal();
	return done();
}
