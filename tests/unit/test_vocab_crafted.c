/*
 * test_vocab_crafted - tokens crafted to begin at one slot of the hash table.
 *
 * The tokens are crafted for the fallback numbers of base/hash, because the
 * random ones cannot be known.  If a table used these numbers, or any fixed
 * ones, each search would pass all earlier tokens: 50,000 on average, where an
 * ordinary token passes one or two.
 */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <string.h>
#include <time.h>

#include "base/fail.h"
#include "tap.h"

#define N 100000

/* The multiplicative inverse of odd, by Newton's steps; each doubles the
 * number of right bits. */
static uint64_t
inverse(uint64_t odd)
{
	uint64_t x = odd;
	int i;

	for (i = 0; i < 5; i++)
		x *= 2 - odd * x;
	return x;
}

/* The token of 7 bytes, if there is one, whose mix has j as its low bits and
 * always the same high bits. */
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

static char crafted[N][7], ordinary[N][7];

/* Adds the tokens to a new vocabulary and finds them again.  Returns the
 * processor time, or -1 if a token was not found. */
static double
fill(char token[][7])
{
	struct fail f;
	struct vocab *v = vocab_new(&f);
	double start = seconds(), spent;
	size_t i, found = 0;

	for (i = 0; v && i < N; i++)
		(void)vocab_add(
		    v, token[i], 7, &f); /* the file's size shows it */
	for (i = 0; v && i < N; i++)
		found += vocab_find(v, token[i], 7) != 0;
	spent = seconds() - start;
	if (!v || found != N || vocab_size(v) != N)
		spent = -1;
	vocab_free(v);
	return spent;
}

int
main(void)
{
	double plain, hostile;
	uint64_t j;
	size_t i, n = 0;

	for (j = 0; n < N; j++)
		n += (size_t)craft(j, crafted[n]);
	for (i = 0; i < N; i++) {
		char s[16];

		(void)snprintf(s, sizeof(s), "%07zu", i);
		memcpy(ordinary[i], s, 7);
	}
	plain = fill(ordinary);
	hostile = fill(crafted);
	ok(plain >= 0 && hostile >= 0, "all are found");
	/* Not a measurement: the two times differ by a factor below 2, or of
	 * thousands. */
	ok(hostile < 100 * plain + 0.1,
	    "crafted tokens take no longer: %.3f s, others %.3f s", hostile,
	    plain);
	return done();
}
