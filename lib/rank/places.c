/* places - where the labels of many examples came among all candidates. */
/* SPDX-License-Identifier: MIT */
#include "rank/places.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "rank/metric.h"

/* Counts are of candidates, so fewer than 2^31. */
struct place {
	uint32_t greater, equal;
};

struct places {
	struct place *at; /* [room], the first n set */
	size_t n, room, unknown;
};

struct places *
places_new(struct fail *f)
{
	struct places *p = calloc(1, sizeof(*p));

	if (!p)
		(void)fail_memory(f);
	return p;
}

void
places_free(struct places *p)
{
	if (!p)
		return;
	free(p->at);
	free(p);
}

int
places_add(struct places *p, uint64_t greater, uint64_t equal, struct fail *f)
{
	size_t room = p->room ? 2 * p->room : 4096;
	struct place *at;

	if (p->n == p->room) {
		at = room > SIZE_MAX / 2 / sizeof(*at)
		         ? NULL
		         : realloc(p->at, room * sizeof(*at));
		if (!at)
			return fail_memory(f);
		p->at = at;
		p->room = room;
	}
	p->at[p->n++] = (struct place){(uint32_t)greater, (uint32_t)equal};
	p->unknown += equal == 0;
	return 0;
}

size_t
places_count(const struct places *p)
{
	return p->n;
}

size_t
places_unknown(const struct places *p)
{
	return p->unknown;
}

static double
rank_of(struct place p, const struct ties *t)
{
	return p.equal ? t->rank(p.greater, p.equal) : INFINITY;
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double *
places_ranks(const struct places *p, const struct ties *t, int drop, size_t *n,
    struct fail *f)
{
	double *rank = malloc(p->n ? p->n * sizeof(*rank) : 1);
	size_t i;

	*n = 0;
	if (!rank) {
		(void)fail_memory(f);
		return NULL;
	}
	for (i = 0; i < p->n; i++) {
		if (p->at[i].equal || !drop)
			rank[(*n)++] = rank_of(p->at[i], t);
	}
	qsort(rank, *n, sizeof(*rank), by_value);
	return rank;
}

double
places_worse(const struct places *a, const struct places *b,
    const struct ties *t, int drop, const struct metric *m, size_t k)
{
	double sum = 0, squares = 0, least = INFINITY, d;
	size_t i;

	for (i = 0; i < a->n; i++) {
		if (drop && (!a->at[i].equal || !b->at[i].equal))
			continue;
		d = m->one(rank_of(a->at[i], t), (double)k) -
		    m->one(rank_of(b->at[i], t), (double)k);
		sum += d;
		squares += d * d;
		if (d != 0)
			least = fmin(least, fabs(d));
	}
	if (squares == 0)
		return 1;
	return erfc(-(sum + least) / sqrt(2 * squares)) / 2;
}
