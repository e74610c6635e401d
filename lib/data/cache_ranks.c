/* cache_ranks - the bytes of a cache in the memory of all ranks. */
/* SPDX-License-Identifier: MIT */
#include "data/cache_ranks.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/ranks.h"

#define BLOCK ((size_t)4 << 20) /* bytes that rank 0 deals out at a time */

/* Bytes that one rank keeps. */
struct cache_ranks_range {
	uint64_t at;
	size_t n;
	int rank;
};

struct cache_ranks {
	uint64_t size;      /* of all bytes */
	uint64_t *part;     /* [ranks + 1] where the part of each rank begins */
	unsigned char *own; /* what this rank keeps */

	struct cache_ranks_range *asked; /* [nasked] */
	size_t nasked, room;
	size_t *from;          /* [ranks + 1] where in sent their bytes begin */
	unsigned char *sent;   /* rank after rank */
	unsigned char *gotten; /* range after range */
	size_t sent_room, gotten_room;
};

/* Cuts the bytes into parts, and makes room for that of this rank.  Returns -1
 * if memory runs out. */
static int
cut(struct cache_ranks *c)
{
	const size_t n = (size_t)ranks_count(), me = (size_t)ranks_me();
	size_t r;

	c->from = calloc(n + 1, sizeof(*c->from));
	c->part = calloc(n + 1, sizeof(*c->part));
	if (!c->from || !c->part)
		return -1;
	for (r = 0; r <= n; r++)
		c->part[r] = c->size / n * r + c->size % n * r / n;
	c->own = malloc(c->part[me + 1] - c->part[me] + 1);
	return c->own ? 0 : -1;
}

/* Returns the rank that keeps the byte at `at`. */
static int
keeper(const struct cache_ranks *c, uint64_t at)
{
	int r = (int)((double)at / (double)c->size * ranks_count());

	r = r < ranks_count() ? r : ranks_count() - 1; /* rounding */
	while (c->part[r] > at)
		r--;
	while (c->part[r + 1] <= at)
		r++;
	return r;
}

/* Rank 0 sends every other rank its part. */
static int
deal(struct cache_ranks *c, cache_ranks_read *reads, const void *from,
    struct fail *f)
{
	unsigned char *block = ranks_me() ? NULL : malloc(BLOCK);
	int r, failed = !ranks_me() && !block;
	uint64_t at;
	size_t n;

	if (ranks_any(failed))
		return fail_memory(f);
	if (!ranks_me())
		failed = reads(from, 0, c->own, c->part[1], f);
	for (r = 1; r < ranks_count(); r++)
		for (at = c->part[r]; at < c->part[r + 1]; at += n) {
			struct ranks_part p = {.rank = ranks_me() ? 0 : r};

			n = size_min(BLOCK, c->part[r + 1] - at);
			p.bytes = n;
			p.p = ranks_me() ? c->own + (at - c->part[r]) : block;
			if (!ranks_me() && !failed)
				failed = reads(from, at, block, n, f);
			if (!ranks_me())
				ranks_exchange(1, &p, 0, NULL);
			else if (ranks_me() == r)
				ranks_exchange(0, NULL, 1, &p);
		}
	free(block);
	return ranks_any(failed) ? -1 : 0;
}

struct cache_ranks *
cache_ranks_new(
    uint64_t size, cache_ranks_read *reads, const void *from, struct fail *f)
{
	struct cache_ranks *c = calloc(1, sizeof(*c));

	ranks_join(&size, sizeof(size));
	if (c)
		c->size = size;
	if (ranks_any(!c || cut(c)))
		(void)fail_set(f, "a rank has no memory for its examples");
	else if (!deal(c, reads, from, f))
		return c;
	cache_ranks_free(c);
	return NULL;
}

void
cache_ranks_free(struct cache_ranks *c)
{
	if (!c)
		return;
	free(c->own);
	free(c->asked);
	free(c->from);
	free(c->part);
	free(c->sent);
	free(c->gotten);
	free(c);
}

uint64_t
cache_ranks_size(const struct cache_ranks *c)
{
	return c->size;
}

int
cache_ranks_ask(struct cache_ranks *c, uint64_t at, size_t n, struct fail *f)
{
	size_t some;
	int r;

	for (; n; at += some, n -= some) {
		r = keeper(c, at);
		some = size_min(n, c->part[r + 1] - at);
		if (ARRAY_ROOM(&c->asked, &c->room, c->nasked + 1, f))
			return -1;
		c->asked[c->nasked++] = (struct cache_ranks_range){at, some, r};
		/* Rows lie anywhere in memory; the exchange copies them. */
		if (r == ranks_me())
			__builtin_prefetch(c->own + (at - c->part[r]));
	}
	return 0;
}

/* Counts the bytes of each rank; returns those of all. */
static size_t
count(struct cache_ranks *c)
{
	const size_t ranks = (size_t)ranks_count();
	size_t i, r;

	memset(c->from, 0, (ranks + 1) * sizeof(*c->from));
	for (i = 0; i < c->nasked; i++)
		c->from[c->asked[i].rank + 1] += c->asked[i].n;
	for (r = 0; r < ranks; r++)
		c->from[r + 1] += c->from[r];
	return c->from[ranks];
}

const unsigned char *
cache_ranks_exchange(struct cache_ranks *c, size_t *n, struct fail *f)
{
	const uint64_t first = c->part[ranks_me()];
	const size_t all = count(c);
	unsigned char *to;
	size_t i, at = c->from[ranks_me()];

	if (ARRAY_ROOM(&c->sent, &c->sent_room, all + 1, f) ||
	    ARRAY_ROOM(&c->gotten, &c->gotten_room, all + 1, f))
		return NULL;
	for (i = 0; i < c->nasked; i++) {
		const struct cache_ranks_range *a = &c->asked[i];

		if (a->rank != ranks_me())
			continue;
		memcpy(c->sent + at, c->own + (a->at - first), a->n);
		at += a->n;
	}
	ranks_gather(c->sent, c->from);
	for (to = c->gotten, i = 0; i < c->nasked; to += c->asked[i++].n) {
		const struct cache_ranks_range *a = &c->asked[i];

		memcpy(to, c->sent + c->from[a->rank], a->n);
		c->from[a->rank] += a->n;
	}
	c->nasked = 0;
	*n = all;
	return c->gotten;
}
