/* popularity - the ranking that knows no query: by training count. */
/* SPDX-License-Identifier: MIT */
#include "rank/popularity.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/vocab.h"

struct popularity {
	int known;
	uint32_t *place; /* [V+1] of every item, from 0; [0] is not used */
};

struct popularity_item {
	uint64_t count;
	size_t id;
};

static int
by_count(const void *a, const void *b)
{
	const struct popularity_item *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->id < y->id ? -1 : 1;
}

/* Puts the items in their places; 0 or -1 without memory. */
static int
place_items(struct popularity *p, const struct vocab *v, struct fail *f)
{
	size_t n = vocab_size(v), i;
	struct popularity_item *items = malloc((n + 1) * sizeof(*items));

	p->place = malloc((n + 1) * sizeof(*p->place));
	if (!p->place || !items) {
		free(items);
		return fail_memory(f);
	}
	for (i = 0; i < n; i++)
		items[i] = (struct popularity_item){
		    vocab_count(v, (int32_t)i + 1), i + 1};
	qsort(items, n, sizeof(*items), by_count);
	for (i = 0; i < n; i++)
		p->place[items[i].id] = (uint32_t)i;
	free(items);
	return 0;
}

struct popularity *
popularity_new(const struct vocab *v, struct fail *f)
{
	size_t n = vocab_size(v), i;
	struct popularity *p = calloc(1, sizeof(*p));

	if (!p) {
		(void)fail_memory(f);
		return NULL;
	}
	for (i = 1; i <= n && !p->known; i++)
		p->known = vocab_count(v, (int32_t)i) > 0;
	if (p->known && place_items(p, v, f)) {
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
	if (label == 0)
		return;
	*greater = p->place[label];
	*equal = 1;
	for (i = 0; i < n; i++)
		*greater -= p->place[skip[i] + 1] < p->place[label];
}
