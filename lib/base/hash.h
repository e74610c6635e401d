/*
 * hash - 64-bit hashes of byte strings, for hash tables.
 *
 * The key is random, so nobody can prepare a file whose tokens all collide.
 * Hashes therefore differ from run to run: never store them in files.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <string.h>
#include <sys/random.h>

#include "base/base.h"

struct hash_key {
	uint64_t odd[2];
};

static inline struct hash_key
hash_draw(void)
{
	/* 2^64 / golden ratio and 2^64 / sqrt(2) */
	struct hash_key k,
	    otherwise = {{0x9e3779b97f4a7c15u, 0xb504f333f9de6485u}};

	/* Early at boot the system may have no random bytes yet.  A fixed
	 * key is then better than waiting. */
	if (getrandom(&k, sizeof(k), GRND_NONBLOCK) != (ssize_t)sizeof(k))
		k = otherwise;
	k.odd[0] |= 1;
	k.odd[1] |= 1;
	return k;
}

/*
 * A product carries the bits of a word upward, and the shift brings them down
 * again.  Two products are needed: after one alone, a difference in the highest
 * bit always becomes the same difference, and a second word could cancel it.
 */
static inline uint64_t
hash_mix(uint64_t h, const struct hash_key *k)
{
	h *= k->odd[0];
	h ^= h >> 32;
	return h * k->odd[1];
}

static inline uint64_t
hash_bytes(const char *s, size_t n, const struct hash_key *k)
{
	uint64_t h = n, w = 0;
	const char *last = n < 8 ? s : s + n - 8;

	for (; s < last; s += 8) {
		memcpy(&w, s, 8);
		h = hash_mix(h ^ w, k);
		h ^= h >> 32;
	}
	/* Hashes the last 8 bytes, some of them for the second time.  A
	 * memcpy() of constant length compiles to one load. */
	if (n < 8)
		memcpy(&w, s, n);
	else
		memcpy(&w, last, 8);
	h = hash_mix(h ^ w, k);
	return h ^ h >> 32;
}

/* FNV-1a of s [n]: the same in every run, for results that must not depend
 * on a random key. */
static inline uint64_t
hash_same(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	while (n--)
		h = (h ^ (unsigned char)*s++) * 0x100000001b3u;
	return h;
}

#endif
