/* topk - the k best candidates of every query, exactly. */
/* SPDX-License-Identifier: MIT */
#include "rank/topk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "math/vec.h"
#include "rank/exclude.h"
#include "rank/score_tiles.h"
#include "rank/screen.h"

#define FEW_BLOCKS 8 /* after so many more of them are likely to come */

/*
 * A candidate and its score form one whole number, a key; the better candidate
 * has the larger key.  The upper half has the score's bits, changed so that
 * they have the order of the floats; the lower half has the candidate's
 * complement.  A list is a heap of keys, with the worst at its root, until all
 * candidates are seen.
 */
struct topk {
	struct score_tiles *sc;
	size_t k, room;        /* room: queries */
	uint64_t *heaps;       /* [room,k] */
	size_t *lengths;       /* [room] */
	int32_t *where;        /* [threads,SCORE_TILES_WIDEST] */
	struct screen *screen; /* NULL: it does not pay */
	size_t few;            /* blocks of too few queries for it, so far */
	const struct exclude *skip;
};

static uint64_t
key_of(float score, size_t j)
{
	uint32_t bits;

	score += 0.0f; /* -0 is 0 */
	memcpy(&bits, &score, sizeof(bits));
	bits ^= bits >> 31 ? 0xffffffff : 0x80000000;
	return (uint64_t)bits << 32 | (uint32_t)~j;
}

static float
key_score(uint64_t key)
{
	uint32_t bits = (uint32_t)(key >> 32);
	float score;

	bits ^= bits >> 31 ? 0x80000000 : 0xffffffff;
	memcpy(&score, &bits, sizeof(score));
	return score;
}

static size_t
key_candidate(uint64_t key)
{
	return (uint32_t)~key;
}

/* Puts key where the root was, and moves it to its place; n > 0. */
static void
sift_down(uint64_t *h, size_t n, uint64_t key)
{
	size_t i = 0, child;

	while ((child = 2 * i + 1) < n) {
		child += child + 1 < n && h[child + 1] < h[child];
		if (h[child] >= key)
			break;
		h[i] = h[child];
		i = child;
	}
	h[i] = key;
}

static void
sift_up(uint64_t *h, size_t n, uint64_t key)
{
	size_t i = n, parent;

	while (i && h[parent = (i - 1) / 2] > key) {
		h[i] = h[parent];
		i = parent;
	}
	h[i] = key;
}

/* A heap becomes a list, the best first. */
static void
sort(uint64_t *h, size_t n)
{
	while (n > 1) {
		uint64_t worst = h[0], last = h[--n];

		sift_down(h, n, last);
		h[n] = worst;
	}
}

/* Returns how many candidates are scored without a screen, so that lists are
 * full and worse candidates can be left out. */
static size_t
unscreened(const struct topk *t)
{
	return (2 * t->k / SCORE_TILES_WIDEST + 1) * SCORE_TILES_WIDEST;
}

struct topk *
topk_new(struct score_tiles *sc, size_t k, size_t m, struct fail *f)
{
	const size_t n = score_tiles_to(sc) - score_tiles_from(sc),
		     d = score_tiles_columns(sc);
	struct topk *t = calloc(1, sizeof(*t));
	size_t size;

	if (!t) {
		(void)fail_memory(f);
		return NULL;
	}
	t->sc = sc;
	t->k = size_min(k, n);
	t->room = m;
	if (!size_mul(t->k, m, &size) &&
	    !size_mul(size, sizeof(*t->heaps), &size)) {
		t->heaps = malloc(size ? size : 1);
		t->lengths = calloc(m ? m : 1, sizeof(*t->lengths));
		t->where = malloc((size_t)threads_count() * SCORE_TILES_WIDEST *
				  sizeof(*t->where));
	}
	if (!t->heaps || !t->lengths || !t->where) {
		(void)fail_memory(f);
		topk_free(t);
		return NULL;
	}
	if (score_tiles_candidate(sc, 0) && screen_pays(m, n, d, t->k)) {
		t->screen = screen_new(score_tiles_candidate(sc, 0),
		    score_tiles_to(sc), d, NULL, f);
		if (!t->screen) {
			topk_free(t);
			return NULL;
		}
	}
	return t;
}

void
topk_free(struct topk *t)
{
	if (!t)
		return;
	free(t->heaps);
	free(t->lengths);
	free(t->where);
	screen_free(t->screen);
	free(t);
}

/* Offers candidates j + where[a], a < n, to the list of query i; their scores
 * are s[where[a]], or with each s[a]. */
static void
offer(struct topk *t, size_t i, size_t j, const float *s, const int32_t *where,
    size_t n, int each)
{
	uint64_t *h = t->heaps + i * t->k, key;
	const int32_t *skip = NULL;
	size_t length = t->lengths[i], nskip = 0, a;

	if (t->skip)
		skip = exclude_row(t->skip, i, &nskip);
	for (a = 0; a < n; a++) {
		key = key_of(
		    s[each ? a : (size_t)where[a]], j + (size_t)where[a]);
		if (length == t->k && key < h[0])
			continue;
		if (nskip &&
		    exclude_has(skip, nskip, (int32_t)(j + (size_t)where[a])))
			continue;
		if (length == t->k)
			sift_down(h, length, key);
		else
			sift_up(h, length++, key);
	}
	t->lengths[i] = length;
}

/* The score of the worst of a full list. */
static float
least_of(void *ctx, size_t i)
{
	const struct topk *t = ctx;

	return t->lengths[i] == t->k ? key_score(t->heaps[i * t->k])
	                             : -INFINITY;
}

static void
take(void *ctx, size_t i, size_t n, const int32_t *at, const float *s)
{
	offer(ctx, i, 0, s, at, n, 1);
}

/* Candidates come in order, so one that only equals the worst of a full list
 * is not better than it. */
static void
select_tile(void *ctx, const struct score_tile *tile)
{
	struct topk *t = ctx;
	int32_t *where = t->where + (size_t)tile->thread * SCORE_TILES_WIDEST;
	size_t a, i, n;

	for (a = 0; a < tile->m; a++) {
		const float *s = tile->s + a * tile->lds;

		i = tile->i + a;
		n = vec_above(tile->n, s, least_of(t, i), where);
		if (n)
			offer(t, i, tile->j, s, where, n, 0);
	}
}

static void
sort_list(void *ctx, size_t i, int thread)
{
	struct topk *t = ctx;

	(void)thread;
	sort(t->heaps + i * t->k, t->lengths[i]);
}

/* Returns 1 if the screen is worth its work.  For few queries at a time, it is
 * only if it is made once for many blocks. */
static int
screens(struct topk *t, size_t m)
{
	if (!t->screen)
		return 0;
	if (screen_pays(m, score_tiles_to(t->sc) - score_tiles_from(t->sc),
		score_tiles_columns(t->sc), t->k))
		return 1;
	return screen_keeps(t->screen) && t->few++ >= FEW_BLOCKS;
}

/* Scores all candidates, with a screen where it pays. */
static int
look_at_all(struct topk *t, size_t m, const float *q, struct fail *f)
{
	const struct screen_use use = {least_of, take, t};
	const size_t from = score_tiles_from(t->sc), to = score_tiles_to(t->sc);
	size_t at = to;

	if (screens(t, m))
		at = from + unscreened(t);
	if (score_tiles_part(t->sc, from, at, m, q, select_tile, t, f))
		return -1;
	if (at < to)
		at = screen_run(t->screen, at, m, q, &use);
	return score_tiles_part(t->sc, at, to, m, q, select_tile, t, f);
}

int
topk_run(struct topk *t, size_t m, const float *q, const struct exclude *skip,
    struct fail *f)
{
	if (m > t->room || (skip && exclude_rows(skip) != m))
		return fail_set(f, "%zu queries where %zu fit", m, t->room);
	memset(t->lengths, 0, m * sizeof(*t->lengths));
	t->skip = skip;
	if (t->k == 0)
		return 0;
	if (look_at_all(t, m, q, f))
		return -1;
	threads_for(m, sort_list, t);
	return 0;
}

void
topk_limit(
    struct topk *t, size_t i, const float *q, size_t n, const int32_t *only)
{
	const int32_t all[] = {0};
	size_t a;
	float s;

	t->lengths[i] = 0;
	for (a = 0; a < n && t->k; a++) {
		if ((size_t)only[a] < score_tiles_from(t->sc) ||
		    (size_t)only[a] >= score_tiles_to(t->sc))
			continue;
		s = score_tiles_score(t->sc, q, (size_t)only[a]);
		offer(t, i, (size_t)only[a], &s, all, 1, 1);
	}
	sort(t->heaps + i * t->k, t->lengths[i]);
}

size_t
topk_most(const struct topk *t)
{
	return t->k;
}

size_t
topk_length(const struct topk *t, size_t i)
{
	return t->lengths[i];
}

size_t
topk_at(const struct topk *t, size_t i, size_t r, float *score)
{
	uint64_t key = t->heaps[i * t->k + r];

	*score = key_score(key);
	return key_candidate(key);
}
