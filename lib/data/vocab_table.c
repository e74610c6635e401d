/* vocab_table - the hash table of a vocabulary, from tokens to ids. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab_table.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "base/fail.h"

#define HUGE_PAGE ((size_t)1 << 21)
#define AHEAD 16 /* tokens whose slots are being prefetched */

/* Allocates 2^bits empty slots, in huge pages if possible.  Faults for
 * thousands of small pages take longer than filling them. */
static struct vocab_slot *
new_slots(int bits)
{
	const size_t n = (size_t)1 << bits,
		     size = n * sizeof(struct vocab_slot);
	struct vocab_slot *p;

	if (size < HUGE_PAGE)
		return calloc(n, sizeof(*p));
	p = aligned_alloc(HUGE_PAGE, size); /* both are powers of two */
	if (!p)
		return NULL;
	/* May fail; only speed depends on it. */
	(void)madvise(p, size, MADV_HUGEPAGE);
	memset(p, 0, size);
	return p;
}

int
vocab_table_init(struct vocab_table *h, struct fail *f)
{
	h->bits = 9;
	h->key = hash_draw();
	h->slots = new_slots(h->bits);
	return h->slots ? 0 : fail_memory(f);
}

/* Returns 1 if a table is too small for n + 1 tokens.  At least half of the
 * slots stay empty, and three quarters in tables up to a MiB, which fit the
 * cache: there most searches end at the first slot. */
static int
is_crowded(size_t n, int bits)
{
	return n + 1 > (size_t)1 << (bits - (bits < 16 ? 2 : 1));
}

int
vocab_table_room(
    struct vocab_table *h, const struct vocab_tokens *t, struct fail *f)
{
	struct vocab_table more = *h;
	size_t id, i, n;

	if (!is_crowded(t->n, h->bits))
		return 0;
	more.bits++;
	n = (size_t)1 << more.bits;
	more.slots = new_slots(more.bits);
	if (!more.slots)
		return fail_memory(f);
	for (id = 1; id <= t->n; id++) {
		struct slice s = vocab_tokens_get(t, (int32_t)id);
		uint64_t key = vocab_table_key(h, s.s, s.n);

		i = vocab_table_start(&more, key);
		while (more.slots[i].id)
			i = (i + 1) & (n - 1);
		more.slots[i] = (struct vocab_slot){key, (int32_t)id};
	}
	free(h->slots);
	*h = more;
	return 0;
}

/*
 * The slots of the next tokens are prefetched while one token is inserted,
 * because no slot is in the cache.
 */
int32_t
vocab_table_rebuild(
    struct vocab_table *h, const struct vocab_tokens *t, struct fail *f)
{
	struct vocab_table all = *h;
	struct vocab_slot *p;
	uint64_t key[AHEAD];
	size_t id, i;

	while (is_crowded(t->n, all.bits))
		all.bits++;
	all.slots = new_slots(all.bits);
	if (!all.slots)
		return fail_memory(f);
	free(h->slots);
	*h = all;
	for (id = 1; id < t->n + AHEAD; id++) {
		if (id <= t->n) {
			struct slice s = vocab_tokens_get(t, (int32_t)id);

			key[id % AHEAD] = vocab_table_key(h, s.s, s.n);
			__builtin_prefetch(
			    &h->slots[vocab_table_start(h, key[id % AHEAD])],
			    1);
		}
		if (id < AHEAD || (i = id - AHEAD + 1) > t->n)
			continue;
		p = vocab_table_find(h, t, vocab_tokens_get(t, (int32_t)i).s,
		    vocab_tokens_get(t, (int32_t)i).n, key[i % AHEAD]);
		if (p->id)
			return (int32_t)i;
		*p = (struct vocab_slot){key[i % AHEAD], (int32_t)i};
	}
	return 0;
}
