/* arena - memory for parsing: allocated piece by piece, freed all at once. */
/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define ALIGN 16u
#define BLOCK (64u << 10)

/* Blocks in the order of their allocation.  Blocks after `now` are spare. */
struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	_Alignas(ALIGN) char data[];
};

struct arena {
	struct arena_block *first;
	struct arena_block *now;
	size_t limit;
	size_t total; /* handed out since the last reset */
};

struct arena *
arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a)
		a->limit = limit;
	return a;
}

static void
free_blocks(struct arena_block *b)
{
	struct arena_block *next;

	for (; b; b = next) {
		next = b->next;
		free(b);
	}
}

/* Makes a block of at least n bytes the current one: the next spare block if
 * it is large enough.  Otherwise frees all spare blocks and allocates one.
 * So the arena never holds more than about three times its limit, whatever
 * sizes the records have. */
static int
grow(struct arena *a, size_t n)
{
	struct arena_block **at = a->now ? &a->now->next : &a->first;
	struct arena_block *b = *at;
	size_t size = n > BLOCK ? n : BLOCK;

	if (!b || b->size < n) {
		free_blocks(b);
		*at = b = malloc(sizeof(*b) + size);
		if (!b)
			return -1;
		b->size = size;
		b->next = NULL;
	}
	b->used = 0;
	a->now = b;
	return 0;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	void *p;

	if (n > SIZE_MAX / 2)
		return NULL;
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (n > a->limit - a->total)
		return NULL;
	if (!a->now || n > a->now->size - a->now->used) {
		if (grow(a, n))
			return NULL;
	}
	p = a->now->data + a->now->used;
	a->now->used += n;
	a->total += n;
	return p;
}

char *
arena_copy(struct arena *a, const char *s, size_t n)
{
	char *p = n < SIZE_MAX / 2 ? arena_alloc(a, n + 1) : NULL;

	if (!p)
		return NULL;
	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

void
arena_reset(struct arena *a)
{
	a->now = a->first;
	if (a->now)
		a->now->used = 0;
	a->total = 0;
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	free_blocks(a->first);
	free(a);
}
