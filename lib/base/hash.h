/*
 * hash - a number from bytes, to look them up by.
 *
 * Keyed by chance, so that no file can be made whose tokens all begin at one
 * place.  Not for files: it differs from run to run.
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
	/* 2^64 / golden ratio, and / square root of 2 */
	struct hash_key k,
	    otherwise = {{0x9e3779b97f4a7c15u, 0xb504f333f9de6485u}};

	/* Before the system has any, none is better than to wait. */
	if (getrandom(&k, sizeof(k), GRND_NONBLOCK) != (ssize_t)sizeof(k))
		k = otherwise;
	k.odd[0] |= 1;
	k.odd[1] |= 1;
	return k;
}

/*
 * Multiplying carries the bits of a word upward, shifting brings them down
 * again.  Twice: after the first product alone a difference in the highest bit
 * would always become the same difference, and a second word could undo it.
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
	uint64_t h = n, w;

	for (; n >= 8; n -= 8, s += 8) {
		memcpy(&w, s, 8);
		h = hash_mix(h ^ w, k);
		h ^= h >> 32;
	}
	w = 0;
	memcpy(&w, s, n);
	h = hash_mix(h ^ w, k);
	return h ^ h >> 32;
}

/* FNV-1a of s [n]: the same in every run, for what must not depend on a key. */
static inline uint64_t
hash_same(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	while (n--)
		h = (h ^ (unsigned char)*s++) * 0x100000001b3u;
	return h;
}

#endif
