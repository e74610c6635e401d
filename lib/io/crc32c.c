/* crc32c - the checksum of TFRecord files and of model files. */
/* SPDX-License-Identifier: MIT */
#include "io/crc32c.h"

#include <string.h>

/*
 * Without its inversions the checksum is linear: the state after 8 bytes is the
 * exclusive or of the states that each set bit alone would leave.  The old
 * state is first xored into the first four bytes.  A row gives the states for
 * the four bits of a half byte, and so for its 16 values.
 */
#define ROW(a, b, c, d)                                                      \
	{                                                                    \
		0, a, b, a ^ b, c, a ^ c, b ^ c, a ^ b ^ c, d, a ^ d, b ^ d, \
		    a ^ b ^ d, c ^ d, a ^ c ^ d, b ^ c ^ d, a ^ b ^ c ^ d    \
	}

static const uint32_t state_of[16][16] = {
    ROW(0x493c7d27, 0x9278fa4e, 0x211d826d, 0x423b04da),
    ROW(0x847609b4, 0x0d006599, 0x1a00cb32, 0x34019664),
    ROW(0x68032cc8, 0xd0065990, 0xa5e0c5d1, 0x4e2dfd53),
    ROW(0x9c5bfaa6, 0x3d5b83bd, 0x7ab7077a, 0xf56e0ef4),
    ROW(0xef306b19, 0xdb8ca0c3, 0xb2f53777, 0x6006181f),
    ROW(0xc00c303e, 0x85f4168d, 0x0e045beb, 0x1c08b7d6),
    ROW(0x38116fac, 0x7022df58, 0xe045beb0, 0xc5670b91),
    ROW(0x8f2261d3, 0x1ba8b557, 0x37516aae, 0x6ea2d55c),
    ROW(0xdd45aab8, 0xbf672381, 0x7b2231f3, 0xf64463e6),
    ROW(0xe964b13d, 0xd725148b, 0xaba65fe7, 0x52a0c93f),
    ROW(0xa541927e, 0x4f6f520d, 0x9edea41a, 0x38513ec5),
    ROW(0x70a27d8a, 0xe144fb14, 0xc76580d9, 0x8b277743),
    ROW(0x13a29877, 0x274530ee, 0x4e8a61dc, 0x9d14c3b8),
    ROW(0x3fc5f181, 0x7f8be302, 0xff17c604, 0xfbc3faf9),
    ROW(0xf26b8303, 0xe13b70f7, 0xc79a971f, 0x8ad958cf),
    ROW(0x105ec76f, 0x20bd8ede, 0x417b1dbc, 0x82f63b78),
};

uint32_t
crc32c_portable(uint32_t crc, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint32_t c = ~crc, next;
	unsigned byte, i;

	for (; n >= 8; n -= 8, p += 8) {
		next = 0;
		for (i = 0; i < 8; i++) {
			byte = p[i] ^ (i < 4 ? c >> 8 * i & 0xff : 0);
			next ^= state_of[2 * i][byte & 15] ^
			        state_of[2 * i + 1][byte >> 4];
		}
		c = next;
	}
	/* The last byte of the eight leaves the same as a single byte. */
	for (; n; n--, p++) {
		byte = (c ^ *p) & 0xff;
		c = c >> 8 ^ state_of[14][byte & 15] ^ state_of[15][byte >> 4];
	}
	return ~c;
}

/* The product of two polynomials modulo the checksum's polynomial.  The
 * highest bit is the coefficient of x^0, as in all reflected checksums. */
static uint32_t
multiply(uint32_t a, uint32_t b)
{
	uint32_t bit, sum = 0;

	for (bit = 1u << 31; bit; bit >>= 1) {
		if (a & bit)
			sum ^= b;
		b = b >> 1 ^ (b & 1 ? 0x82f63b78 : 0);
	}
	return sum;
}

/* x^(8 n): n bytes of zeros multiply the state by this. */
static uint32_t
zeros(uint64_t n)
{
	uint32_t product = 1u << 31, square = 1u << 23; /* x^0, x^8 */

	for (; n; n >>= 1) {
		if (n & 1)
			product = multiply(product, square);
		square = multiply(square, square);
	}
	return product;
}

uint32_t
crc32c_join(uint32_t a, uint32_t b, uint64_t n)
{
	/* The inversions before and after a cancel each other. */
	return multiply(zeros(n), a) ^ b;
}

#ifdef __x86_64__
#define PART ((size_t)4096) /* bytes of each of the three runs */
#define LINE 64             /* of the cache */

/*
 * Computes the states of three consecutive runs of PART bytes, the first from
 * state c[0].  Successive crc32 instructions of one run wait for each other;
 * those of three runs overlap.  The next three are prefetched: the processor
 * does not do that across pages, and a run is a page.
 */
__attribute__((target("sse4.2"))) static void
three_runs(const unsigned char *p, uint64_t c[3])
{
	uint64_t word[3];
	size_t i, k;

	for (i = 0; i < PART; i += LINE) {
		for (k = 3; k < 6; k++)
			__builtin_prefetch(p + k * PART + i);
		for (k = i; k < i + LINE; k += 8) {
			memcpy(&word[0], p + k, 8);
			memcpy(&word[1], p + PART + k, 8);
			memcpy(&word[2], p + 2 * PART + k, 8);
			c[0] = __builtin_ia32_crc32di(c[0], word[0]);
			c[1] = __builtin_ia32_crc32di(c[1], word[1]);
			c[2] = __builtin_ia32_crc32di(c[2], word[2]);
		}
	}
}

/* The crc32 instruction takes 8 bytes and has a latency of 3 cycles. */
__attribute__((target("sse4.2"))) static uint32_t
crc32c_sse42(uint32_t crc, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t c = ~crc, word, run[3];
	uint32_t one, two;

	if (n >= 8 * PART) { /* below, zeros() costs more than it saves */
		one = zeros(PART);
		two = multiply(one, one);
		for (; n >= 3 * PART; n -= 3 * PART, p += 3 * PART) {
			run[0] = c;
			run[1] = run[2] = 0;
			three_runs(p, run);
			c = multiply(two, (uint32_t)run[0]) ^
			    multiply(one, (uint32_t)run[1]) ^ run[2];
		}
	}
	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&word, p, 8);
		c = __builtin_ia32_crc32di(c, word);
	}
	for (; n; n--, p++)
		c = __builtin_ia32_crc32qi((uint32_t)c, *p);
	return ~(uint32_t)c;
}

uint32_t
crc32c(uint32_t crc, const void *p, size_t n)
{
	if (__builtin_cpu_supports("sse4.2"))
		return crc32c_sse42(crc, p, n);
	return crc32c_portable(crc, p, n);
}
#else
uint32_t
crc32c(uint32_t crc, const void *p, size_t n)
{
	return crc32c_portable(crc, p, n);
}
#endif

uint32_t
crc32c_masked(const void *p, size_t n)
{
	uint32_t c = crc32c(0, p, n);

	return (c >> 15 | c << 17) + 0xa282ead8u;
}
