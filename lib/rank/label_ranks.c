/* label_ranks - where the labels of many examples came among all candidates. */
/* SPDX-License-Identifier: MIT */
#include "rank/label_ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/sort.h"
#include "rank/metric.h"

/* Counts are of candidates, so fewer than 2^31. */
struct label_ranks_example {
	uint32_t greater, equal;
};

struct label_ranks {
	struct label_ranks_example *at; /* [room], the first n set */
	size_t n, room, unknown;
};

struct label_ranks *
label_ranks_new(struct fail *f)
{
	struct label_ranks *p = calloc(1, sizeof(*p));

	if (!p)
		(void)fail_memory(f);
	return p;
}

void
label_ranks_free(struct label_ranks *p)
{
	if (!p)
		return;
	free(p->at);
	free(p);
}

int
label_ranks_add(
    struct label_ranks *p, uint64_t greater, uint64_t equal, struct fail *f)
{
	if (ARRAY_ROOM(&p->at, &p->room, p->n + 1, f))
		return -1;
	p->at[p->n++] =
	    (struct label_ranks_example){(uint32_t)greater, (uint32_t)equal};
	p->unknown += equal == 0;
	return 0;
}

size_t
label_ranks_count(const struct label_ranks *p)
{
	return p->n;
}

size_t
label_ranks_unknown(const struct label_ranks *p)
{
	return p->unknown;
}

static double
rank_of(struct label_ranks_example p, const struct ties *t)
{
	return p.equal ? t->rank(p.greater, p.equal) : INFINITY;
}

double *
label_ranks_sorted(const struct label_ranks *p, const struct ties *t, int drop,
    size_t *n, struct fail *f)
{
	double *rank = malloc((p->n + 1) * sizeof(*rank));
	double *spare = malloc((p->n + 1) * sizeof(*spare));
	size_t i;

	*n = 0;
	if (!rank || !spare) {
		(void)fail_memory(f);
		free(rank);
		free(spare);
		return NULL;
	}
	for (i = 0; i < p->n; i++) {
		if (p->at[i].equal || !drop)
			rank[(*n)++] = rank_of(p->at[i], t);
	}
	sort_doubles(*n, rank, spare);
	free(spare);
	return rank;
}

double
label_ranks_worse(const struct label_ranks *a, const struct label_ranks *b,
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
