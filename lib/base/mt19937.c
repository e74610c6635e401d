/* mt19937 - the random numbers of CPython's random module. */
/* SPDX-License-Identifier: MIT */
#include "base/mt19937.h"

#define N MT19937_WORDS
#define M \
	397 /* distance between the two words that each new word is made from */

/* w[0] = s; w[i] = 1812433253 (w[i-1] ^ w[i-1] >> 30) + i */
static void
fill(uint32_t *w, uint32_t s)
{
	uint32_t i;

	w[0] = s;
	for (i = 1; i < N; i++)
		w[i] = 1812433253u * (w[i - 1] ^ w[i - 1] >> 30) + i;
}

/* The authors' init_by_array().  The key is the seed's 32-bit words, lowest
 * word first; a seed below 2^32 (0 included) has one word. */
void
mt19937_seed(struct mt19937 *m, uint64_t seed)
{
	uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
	uint32_t *w = m->word, i = 1, j = 0, k, n = key[1] ? 2 : 1;

	fill(w, 19650218u);
	for (k = 0; k < N; k++) {
		w[i] = (w[i] ^ (w[i - 1] ^ w[i - 1] >> 30) * 1664525u) +
		       key[j] + j;
		j = (j + 1) % n;
		if (++i == N) {
			w[0] = w[N - 1];
			i = 1;
		}
	}
	for (k = 1; k < N; k++) {
		w[i] = (w[i] ^ (w[i - 1] ^ w[i - 1] >> 30) * 1566083941u) - i;
		if (++i == N) {
			w[0] = w[N - 1];
			i = 1;
		}
	}
	w[0] = 0x80000000u;
	m->at = N;
}

/* w[k] becomes w[k+M] ^ (highest bit of w[k], other bits of w[k+1]) A.
 * Multiplying by the matrix A is a shift, and one xor if a 1 is shifted out. */
static void
twist(uint32_t *w)
{
	size_t k;

	for (k = 0; k < N; k++) {
		uint32_t y =
		    (w[k] & 0x80000000u) | (w[(k + 1) % N] & 0x7fffffffu);

		w[k] = w[(k + M) % N] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
	}
}

uint32_t
mt19937_next(struct mt19937 *m)
{
	uint32_t y;

	if (m->at >= N) {
		twist(m->word);
		m->at = 0;
	}
	y = m->word[m->at++];
	y ^= y >> 11;
	y ^= y << 7 & 0x9d2c5680u;
	y ^= y << 15 & 0xefc60000u;
	return y ^ y >> 18;
}

uint64_t
mt19937_bits(struct mt19937 *m, int k)
{
	uint64_t low;

	if (k <= 32)
		return mt19937_next(m) >> (32 - k);
	low = mt19937_next(m);
	return (uint64_t)(mt19937_next(m) >> (64 - k)) << 32 | low;
}

uint64_t
mt19937_below(struct mt19937 *m, uint64_t n)
{
	int k = 64 - __builtin_clzll(n); /* n.bit_length() */
	uint64_t x;

	do
		x = mt19937_bits(m, k);
	while (x >= n);
	return x;
}

void
mt19937_shuffle(struct mt19937 *m, size_t n, size_t *x)
{
	size_t i, j, t;

	for (i = n; i-- > 1;) {
		j = (size_t)mt19937_below(m, (uint64_t)i + 1);
		t = x[i];
		x[i] = x[j];
		x[j] = t;
	}
}
