/*
 * fuzz_bytein - bytes from a file that may be packed, in windows of any size.
 *
 * The last byte says what is done with those before it: taken for a file and
 * read as plain, gzip, zlib or whatever they look like; or packed, as gzip of
 * one or several members or as zlib, where what is read must be what was
 * packed, and of a file that is cut, one byte less or half, must not.
 */
/* SPDX-License-Identifier: MIT */
#include "io/input.h"

#include <zlib.h>

#include "base/fail.h"
#include "base/rng.h"
#include "fuzz.h"

#define MOST ((size_t)1 << 25) /* inflated bytes that are read */

enum {
	PACK = 4,    /* pack the bytes first; else they are the file */
	MEMBERS = 8, /* in two pieces */
};

/* Reads the whole of path in windows of random sizes; how many bytes, or -1 on
 * failure.  want [n], if not NULL, is what they must be. */
static int64_t
read_all(const char *path, const struct input_mode *mode, const uint8_t *want,
    size_t n)
{
	struct fail f = {0};
	struct input *b = input_open(&path, 1, mode, &f);
	const unsigned char *p;
	size_t size, ask, use;
	struct rng r;
	int64_t total = 0;

	CLAIM(b != NULL);
	for (rng_seed(&r, n, 0);; total += (int64_t)use) {
		ask = (size_t)rng_below(&r, 1 + (1u << rng_below(&r, 20)));
		CLAIM(input_offset(b) == (uint64_t)total);
		if (input_peek(b, ask + 1, &p, &size, &f)) {
			CLAIM(*f.msg != '\0');
			total = -1;
			break;
		}
		if (want)
			CLAIM(size <= n - (size_t)total &&
			      !memcmp(p, want + total, size));
		if (!size || total > (int64_t)MOST)
			break;
		use = size_min(size, ask + 1);
		input_skip(b, use);
	}
	if (total >= 0)
		CLAIM(input_next(b, &f) == 0);
	input_close(b);
	return total;
}

/* Packs p [n] behind the *m bytes at out. */
static void
pack(const uint8_t *p, size_t n, int gzip, uint8_t *out, size_t *m)
{
	z_stream z = {0};

	if (deflateInit2(&z, 6, Z_DEFLATED, gzip ? 31 : 15, 8, 0) != Z_OK)
		fuzz_end("zlib");
	z.next_in = (uint8_t *)p; /* only read */
	z.avail_in = (uInt)n;
	z.next_out = out + *m;
	z.avail_out = (uInt)(n + 1024);
	CLAIM(deflate(&z, Z_FINISH) == Z_STREAM_END);
	*m += z.total_out;
	(void)deflateEnd(&z); /* it is at its end */
}

static void
packed(const uint8_t *p, size_t n, unsigned how)
{
	int gzip = how & 1, many = gzip && how & MEMBERS;
	struct input_mode mode = {.zlib = 1};
	uint8_t *out = fuzz_need(malloc(2 * n + 4096));
	size_t m = 0, half = many ? n / 2 : n;

	pack(p, half, gzip, out, &m);
	if (many)
		pack(p + half, n - half, gzip, out, &m);
	CLAIM(read_all(fuzz_file(0, out, m), &mode, p, n) == (int64_t)n);
	mode.packing = gzip ? INPUT_GZIP : INPUT_ZLIB;
	CLAIM(read_all(fuzz_file(0, out, m - 1), &mode, NULL, n) == -1);
	if (!many)
		CLAIM(read_all(fuzz_file(0, out, m / 2), &mode, NULL, n) == -1);
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	unsigned how = fuzz_byte(p, &n);
	struct input_mode mode = {
	    .packing = (enum input_packing)(how & 3), .zlib = how >> 4 & 1};
	int plain = mode.packing == INPUT_PLAIN;
	int64_t got;

	if (how & PACK) {
		packed(p, n, how);
		return 0;
	}
	got = read_all(fuzz_file(0, p, n), &mode, plain ? p : NULL, n);
	if (plain)
		CLAIM(got == (int64_t)n);
	return 0;
}
