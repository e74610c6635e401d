/*
 * vocab_table - the hash table of a vocabulary, from tokens to ids.
 *
 * A search begins at the slot that the token's key selects and goes on to the
 * first empty slot.  A token of up to 7 bytes, the common case, is its own key,
 * so no other token's bytes are compared.
 *
 * The first slot also depends on two random numbers drawn for every table.
 * Otherwise a file could be made whose tokens all begin at one slot, and each
 * search would pass all of them: 8 MB would take half an hour.  Ids do not
 * depend on slots, so the output does not depend on the random numbers.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VOCAB_TABLE_H
#define DATA_VOCAB_TABLE_H

#include <string.h>

#include "base/base.h"
#include "base/hash.h"

/* The tokens of a vocabulary; token id is bytes [end[id-1], end[id]). */
struct vocab_tokens {
	char *bytes; /* all tokens, one after the other */
	size_t *end; /* [n + 1] */
	size_t n;
};

struct vocab_slot {
	uint64_t key;
	int32_t id; /* 0: empty; the key is then 0, which no token has */
};

struct vocab_table {
	struct vocab_slot *slots; /* [2^bits], at least twice the tokens */
	struct hash_key key;
	int bits;
};

#define VOCAB_TABLE_HASHED ((uint64_t)1 << 63) /* in a key: it is a hash */

/* Makes an empty table.  Returns -1 if memory runs out. */
int vocab_table_init(struct vocab_table *, struct fail *);
void vocab_table_free(struct vocab_table *); /* zeros are allowed */

/* Makes room for one more token than t has.  Returns -1 if memory runs out. */
int vocab_table_room(
    struct vocab_table *, const struct vocab_tokens *t, struct fail *);

/* Inserts all tokens of t into an empty table.  Returns 0, the id of the first
 * token that is a duplicate, or -1 if memory runs out. */
int32_t vocab_table_rebuild(
    struct vocab_table *, const struct vocab_tokens *t, struct fail *);

static inline struct slice
vocab_tokens_get(const struct vocab_tokens *t, int32_t id)
{
	const size_t at = t->end[id - 1];

	return (struct slice){t->bytes + at, t->end[id] - at};
}

/*
 * The key of token s [n].  The key of a short token has the length in the
 * highest byte and the token's bytes in the others.  These are loaded as pieces
 * that may overlap: byte i always goes to the bits from 8i up, so loading it
 * twice does no harm.
 */
static inline uint64_t
vocab_table_key(const struct vocab_table *h, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	uint64_t key = (uint64_t)n << 56;
	uint32_t a, b;

	if (n > 7)
		return hash_bytes(s, n, &h->key) | VOCAB_TABLE_HASHED;
	if (n >= 4) {
		memcpy(&a, s, 4);
		memcpy(&b, s + n - 4, 4);
		return key | a | (uint64_t)b << 8 * (n - 4);
	}
	if (n)
		key |= (uint64_t)u[0] | (uint64_t)u[n / 2] << 8 * (n / 2) |
		       (uint64_t)u[n - 1] << 8 * (n - 1);
	return key;
}

/* The slot where the search for a key begins: the upper bits of the product,
 * which depend on all bits of the key. */
static inline size_t
vocab_table_start(const struct vocab_table *h, uint64_t key)
{
	return (size_t)(hash_mix(key, &h->key) >> (64 - h->bits));
}

/* Returns 1 if s [n] is the token of slot p, given that both have the same
 * key. */
static inline int
vocab_table_same(const struct vocab_tokens *tokens, const struct vocab_slot *p,
    const char *s, size_t n)
{
	struct slice t;

	if (n <= 7)
		return 1;
	t = vocab_tokens_get(tokens, p->id);
	return t.n == n && !memcmp(t.s, s, n);
}

/* Returns the slot of token s [n], or the empty slot where the token
 * belongs.  There is always an empty slot. */
static inline struct vocab_slot *
vocab_table_find(const struct vocab_table *h, const struct vocab_tokens *t,
    const char *s, size_t n, uint64_t key)
{
	size_t last = ((size_t)1 << h->bits) - 1;
	size_t i = vocab_table_start(h, key);
	struct vocab_slot *p;

	for (;; i = (i + 1) & last) {
		p = &h->slots[i];
		if (p->key == key && vocab_table_same(t, p, s, n))
			return p;
		if (!p->id)
			return p;
	}
}

#endif
