/* popularity - the ranking by training count, the same for every query. */
/* SPDX-License-Identifier: MIT */
#include "rank/popularity.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "rank/candidates.h"

struct popularity {
	int known;
	uint32_t *place; /* [n] place of every candidate, from 0 */
	int32_t *order;  /* [n] candidate at each place */
};

struct popularity_item {
	uint64_t count;
	size_t j;
};

static int
by_count(const void *a, const void *b)
{
	const struct popularity_item *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->j < y->j ? -1 : 1;
}

static uint64_t
count_of(const struct candidates *c, size_t j)
{
	return vocab_count(c->vocab, candidates_item(c, j));
}

/* Ranks the candidates; 0, or -1 if memory runs out. */
static int
place(struct popularity *p, const struct candidates *c, struct fail *f)
{
	struct popularity_item *items = malloc((c->n + 1) * sizeof(*items));
	size_t j;

	p->place = malloc((c->n + 1) * sizeof(*p->place));
	p->order = malloc((c->n + 1) * sizeof(*p->order));
	if (!p->place || !p->order || !items) {
		free(items);
		return fail_memory(f);
	}
	for (j = 0; j < c->n; j++)
		items[j] = (struct popularity_item){count_of(c, j), j};
	qsort(items, c->n, sizeof(*items), by_count);
	for (j = 0; j < c->n; j++) {
		p->place[items[j].j] = (uint32_t)j;
		p->order[j] = (int32_t)items[j].j;
	}
	free(items);
	return 0;
}

struct popularity *
popularity_new(const struct candidates *c, struct fail *f)
{
	struct popularity *p = calloc(1, sizeof(*p));
	size_t j;

	if (!p) {
		(void)fail_memory(f);
		return NULL;
	}
	for (j = 0; j < c->n && !p->known; j++)
		p->known = count_of(c, j) > 0;
	if (p->known && place(p, c, f)) {
		popularity_free(p);
		return NULL;
	}
	return p;
}

void
popularity_free(struct popularity *p)
{
	if (!p)
		return;
	free(p->place);
	free(p->order);
	free(p);
}

int
popularity_known(const struct popularity *p)
{
	return p->known;
}

const uint32_t *
popularity_places(const struct popularity *p)
{
	return p->place;
}

void
popularity_rank(const struct popularity *p, int32_t label, const int32_t *skip,
    size_t n, uint64_t *greater, uint64_t *equal)
{
	size_t i;

	*greater = *equal = 0;
	if (label < 0)
		return;
	*greater = p->place[label];
	*equal = 1;
	for (i = 0; i < n; i++)
		*greater -= p->place[skip[i]] < p->place[label];
}

int
popularity_before(const struct popularity *p, int32_t a, int32_t b)
{
	return p->place[a] < p->place[b];
}

int32_t
popularity_at(const struct popularity *p, size_t i)
{
	return p->order[i];
}
