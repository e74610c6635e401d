/* popular - the ranking that knows no query: by training count. */
/* SPDX-License-Identifier: MIT */
#include "rank/popular.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/vocab.h"

struct popular {
	const struct vocab *v;
	size_t n;
	uint64_t *count; /* [n], descending */
};

static int
descending(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x < *y) - (*x > *y);
}

struct popular *
popular_new(const struct vocab *v, struct fail *f)
{
	struct popular *p = calloc(1, sizeof(*p));
	size_t i;

	if (p) {
		p->v = v;
		p->n = vocab_size(v);
		p->count = malloc(p->n ? p->n * sizeof(*p->count) : 1);
	}
	if (!p || !p->count) {
		(void)fail_memory(f);
		popular_free(p);
		return NULL;
	}
	for (i = 0; i < p->n; i++)
		p->count[i] = vocab_count(v, (int32_t)i + 1);
	qsort(p->count, p->n, sizeof(*p->count), descending);
	return p;
}

void
popular_free(struct popular *p)
{
	if (!p)
		return;
	free(p->count);
	free(p);
}

int
popular_known(const struct popular *p)
{
	return p->n && p->count[0] > 0;
}

/* How many counts are above x, or, with like, above or equal. */
static size_t
above(const struct popular *p, uint64_t x, int like)
{
	size_t low = 0, n = p->n;

	/* those before low are above, those from low + n on are not */
	while (n) {
		size_t half = n / 2;

		if (p->count[low + half] > x ||
		    (like && p->count[low + half] == x)) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

void
popular_place(const struct popular *p, int32_t label, const int32_t *skip,
    size_t n, uint64_t *greater, uint64_t *equal)
{
	uint64_t x, y;
	size_t i;

	*greater = *equal = 0;
	if (label == 0)
		return;
	x = vocab_count(p->v, label);
	*greater = above(p, x, 0);
	*equal = above(p, x, 1) - *greater;
	for (i = 0; i < n; i++) {
		if (skip[i] == label - 1)
			continue;
		y = vocab_count(p->v, skip[i] + 1);
		*greater -= y > x;
		*equal -= y == x;
	}
}
