/* followers - how often each item followed certain items. */
/* SPDX-License-Identifier: MIT */
#include "nn/followers.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/cache.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "nn/loader.h"

#define MOST ((size_t)16 << 20) /* pairs */

struct followers {
	const unsigned char *asked; /* [V+1], while the data are read */
	size_t items;               /* V */
	size_t *start; /* [V+2] the followers of item i are pair[start[i]] to
	                  pair[start[i+1]-1] */
	struct followers_count *pair;
	size_t n;    /* pairs so far in this pass */
	int listing; /* the second pass, which lists what the first counted */
};

/* Adds item b after item a. */
static void
add(struct followers *w, int32_t a, int32_t b)
{
	if (!a || !b || !w->asked[a] || w->n >= MOST)
		return;
	w->n++;
	if (w->listing)
		w->pair[w->start[a + 1]++] = (struct followers_count){b - 1, 1};
	else
		w->start[a + 1]++;
}

static void
add_examples(struct followers *w, const struct examples *x)
{
	size_t i;

	for (i = 0; x->length && i < x->n; i++) {
		const int32_t *c = x->context + i * x->k;

		if (x->length[i])
			add(w, c[x->length[i] - 1], x->label[i]);
	}
}

static void
add_sequences(struct followers *w, const struct sequences *s)
{
	size_t i, k;

	for (i = 0; i < s->n; i++) {
		for (k = s->start[i] + 1; k < s->start[i + 1]; k++)
			add(w, s->item[k - 1], s->item[k]);
	}
}

/* Passes over the data once. */
static int
pass(struct followers *w, const struct loader_data *d, struct fail *f)
{
	struct cache_walk *walk = cache_walk_new(d->examples, d->sequences, f);
	const struct examples *x;
	const struct sequences *s;
	int more = -1;

	w->n = 0;
	while (walk && (more = cache_walk_next(walk, &x, &s, f)) > 0) {
		if (x)
			add_examples(w, x);
		else
			add_sequences(w, s);
	}
	cache_walk_free(walk);
	return more;
}

/* From counts in start[i+1] to places: the list of item i is filled from
 * start[i+1] on, and ends as start[i+1]. */
static void
place(struct followers *w)
{
	size_t i, n, at = 0;

	for (i = 0; i <= w->items; i++) {
		n = w->start[i + 1];
		w->start[i + 1] = at;
		at += n;
	}
}

/* Joins equal followers of each item.  at [V] is all 0 before and after. */
static void
join(struct followers *w, uint32_t *at)
{
	struct followers_count *p = w->pair;
	size_t i, k, n = 0, begin, end = 0;

	for (i = 0; i <= w->items; i++) {
		begin = n;
		k = end;
		end = w->start[i + 1];
		for (; k < end; k++) {
			const int32_t j = p[k].candidate;

			if (at[j]) {
				p[begin + at[j] - 1].n++;
				continue;
			}
			p[n++] = p[k];
			at[j] = (uint32_t)(n - begin);
		}
		for (k = begin; k < n; k++)
			at[p[k].candidate] = 0;
		w->start[i] = begin;
	}
	w->start[w->items + 1] = n;
}

static int
count(struct followers *w, const struct loader_data *d, struct fail *f)
{
	uint32_t *at;

	if (pass(w, d, f))
		return -1;
	w->pair = malloc((w->n + 1) * sizeof(*w->pair));
	at = calloc(w->items + 1, sizeof(*at));
	if (!w->pair || !at) {
		free(at);
		return fail_memory(f);
	}
	place(w);
	w->listing = 1;
	if (w->n && pass(w, d, f)) {
		free(at);
		return -1;
	}
	join(w, at);
	free(at);
	w->asked = NULL;
	return 0;
}

struct followers *
followers_new(const struct loader_data *d, size_t items,
    const unsigned char *asked, struct fail *f)
{
	struct followers *w = calloc(1, sizeof(*w));

	if (w)
		w->start = calloc(items + 2, sizeof(*w->start));
	if (!w || !w->start) {
		free(w);
		(void)fail_memory(f);
		return NULL;
	}
	w->asked = asked;
	w->items = items;
	if (count(w, d, f)) {
		followers_free(w);
		return NULL;
	}
	return w;
}

void
followers_free(struct followers *w)
{
	if (!w)
		return;
	free(w->start);
	free(w->pair);
	free(w);
}

const struct followers_count *
followers_of(const struct followers *w, int32_t item, size_t *n)
{
	*n = w->start[item + 1] - w->start[item];
	return w->pair + w->start[item];
}
