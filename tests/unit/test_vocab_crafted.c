/*
 * test_vocab_crafted - tokens made to begin at one place of the table.
 *
 * They are made against the numbers that vocab.c falls back to, since others
 * cannot be known.  If a table used these, or any that are written down, each
 * token would pass by all before it: minutes instead of milliseconds.
 */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <time.h>

#include "base/fail.h"
#include "tap.h"

#define N 100000

/* What undoes a product with odd: Newton's steps, each doubling the bits. */
static uint64_t
inverse(uint64_t odd)
{
	uint64_t x = odd;
	int i;

	for (i = 0; i < 5; i++)
		x *= 2 - odd * x;
	return x;
}

/* The token of 7 bytes, if there is one, whose mix has j as its low and
 * always the same as its high bits. */
static int
craft(uint64_t j, char s[7])
{
	uint64_t h = (uint64_t)0x5eed01 << 40 | j;
	int i;

	h *= inverse(0xb504f333f9de6485u);
	h ^= h >> 32;
	h *= inverse(0x9e3779b97f4a7c15u);
	for (i = 0; i < 7; i++)
		s[i] = (char)(h >> 8 * i);
	return h >> 56 == 7;
}

static double
seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

int
main(void)
{
	static char token[N][7];
	struct fail f;
	struct vocab *v = vocab_new(&f);
	double start, spent;
	uint64_t j;
	size_t i, n = 0, missed = 0;

	if (!v)
		return 1;
	for (j = 0; n < N; j++)
		n += (size_t)craft(j, token[n]);
	start = seconds();
	for (i = 0; i < N; i++) {
		if (vocab_add(v, token[i], 7, &f) < 0)
			return 1;
	}
	for (i = 0; i < N; i++)
		missed += !vocab_find(v, token[i], 7);
	spent = seconds() - start;
	ok(missed == 0, "all are found");
	ok(vocab_size(v) == N && spent < 3, "in no time: %.2f s", spent);
	vocab_free(v);
	return done();
}
