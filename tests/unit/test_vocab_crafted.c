/*
 * test_vocab_crafted - tokens made to begin at one place of the table.
 *
 * They are made against the numbers that vocab.c falls back to, since others
 * cannot be known.  If a table used these, or any that are written down, each
 * token would pass by all before it: 50,000 others on average, where an
 * ordinary token meets one or two.
 */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <string.h>
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

static char crafted[N][7], ordinary[N][7];

/* Adds the tokens to a vocabulary of their own and finds them again; the
 * processor time that it took, or -1 if one was not found. */
static double
fill(char token[][7])
{
	struct fail f;
	struct vocab *v = vocab_new(&f);
	double start = seconds(), spent;
	size_t i, found = 0;

	for (i = 0; v && i < N; i++)
		(void)vocab_add(v, token[i], 7, &f); /* seen by its size */
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
	/* Not a measurement: the two differ by less than 2, or by thousands. */
	ok(hostile < 100 * plain + 0.1,
	    "crafted tokens take no longer: %.3f s, others %.3f s", hostile,
	    plain);
	return done();
}
