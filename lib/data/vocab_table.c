/* vocab_table - the hash table of a vocabulary, from tokens to ids. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab_table.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "base/fail.h"

#define HUGE_PAGE ((size_t)1 << 21)
#define BLOCK 64 /* tokens whose slots are being prefetched */

static size_t
slots_size(int bits)
{
	return sizeof(struct vocab_slot) << bits;
}

/* Maps zeroed memory that begins at a huge page.  The system uses huge pages if
 * it can: faults for thousands of small pages take longer than filling them. */
static void *
map_zeros(size_t size)
{
	char *p = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t before;

	if (p == MAP_FAILED)
		return NULL;
	before = (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE;
	if (before)
		(void)munmap(p, before); /* a part of what was mapped */
	(void)munmap(p + before + size, HUGE_PAGE - before);
	p += before;
	/* May fail; only speed depends on it. */
	(void)madvise(p, size, MADV_HUGEPAGE);
	return p;
}

/* Allocates 2^bits empty slots. */
static struct vocab_slot *
new_slots(int bits)
{
	const size_t size = slots_size(bits);

	return size < HUGE_PAGE ? calloc(1, size) : map_zeros(size);
}

void
vocab_table_free(struct vocab_table *h)
{
	if (!h->slots)
		return;
	if (slots_size(h->bits) < HUGE_PAGE)
		free(h->slots);
	else
		(void)munmap(h->slots, slots_size(h->bits)); /* was mapped */
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
	vocab_table_free(h);
	*h = more;
	return 0;
}

/* Computes the keys of the m tokens after token `last`, and prefetches the
 * slots where their searches begin, since no slot is in the cache. */
static void
look_ahead(const struct vocab_table *h, const struct vocab_tokens *t,
    size_t last, size_t m, uint64_t *key)
{
	struct slice s;
	size_t i;

	for (i = 0; i < m; i++) {
		s = vocab_tokens_get(t, (int32_t)(last + 1 + i));
		key[i] = vocab_table_key(h, s.s, s.n);
		__builtin_prefetch(&h->slots[vocab_table_start(h, key[i])], 1);
	}
}

int32_t
vocab_table_rebuild(
    struct vocab_table *h, const struct vocab_tokens *t, struct fail *f)
{
	struct vocab_table all = *h;
	struct vocab_slot *p;
	uint64_t key[BLOCK];
	struct slice s;
	size_t done, i, m;

	while (is_crowded(t->n, all.bits))
		all.bits++;
	all.slots = new_slots(all.bits);
	if (!all.slots)
		return fail_memory(f);
	vocab_table_free(h);
	*h = all;
	for (done = 0; done < t->n; done += m) {
		m = size_min(t->n - done, BLOCK);
		look_ahead(h, t, done, m, key);
		for (i = 0; i < m; i++) {
			const int32_t id = (int32_t)(done + 1 + i);

			s = vocab_tokens_get(t, id);
			p = vocab_table_find(h, t, s.s, s.n, key[i]);
			if (p->id)
				return id;
			*p = (struct vocab_slot){key[i], id};
		}
	}
	return 0;
}
