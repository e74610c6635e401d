/* places - where the labels of many examples came among all candidates. */
/* SPDX-License-Identifier: MIT */
#include "rank/label_ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
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
	size_t room = p->room ? 2 * p->room : 4096;
	struct label_ranks_example *at;

	if (p->n == p->room) {
		at = room > SIZE_MAX / 2 / sizeof(*at)
		         ? NULL
		         : realloc(p->at, room * sizeof(*at));
		if (!at)
			return fail_memory(f);
		p->at = at;
		p->room = room;
	}
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

static unsigned
byte_of(double x, unsigned at)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits >> 8 * at & 0xff;
}

/*
 * Sorts x [n], none below 0, by their bytes, the lowest first: as whole numbers
 * the bits of such doubles are in the order of the doubles.  Most bytes of ranks
 * are 0, all the same, and are passed over.
 */
static int
sort(size_t n, double *x, struct fail *f)
{
	double *spare = malloc(n ? n * sizeof(*spare) : 1), *from = x,
	       *to = spare, *t;
	size_t i, sum, had, count[256];
	unsigned at, b;

	if (!spare)
		return fail_memory(f);
	for (at = 0; at < sizeof(*x) && n; at++) {
		memset(count, 0, sizeof(count));
		for (i = 0; i < n; i++)
			count[byte_of(from[i], at)]++;
		if (count[byte_of(from[0], at)] == n)
			continue;
		for (sum = b = 0; b < 256; b++, sum += had) {
			had = count[b];
			count[b] = sum;
		}
		for (i = 0; i < n; i++)
			to[count[byte_of(from[i], at)]++] = from[i];
		t = from;
		from = to;
		to = t;
	}
	if (from != x)
		memcpy(x, from, n * sizeof(*x));
	free(spare);
	return 0;
}

double *
label_ranks_sorted(const struct label_ranks *p, const struct ties *t, int drop,
    size_t *n, struct fail *f)
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
	if (sort(*n, rank, f)) {
		free(rank);
		return NULL;
	}
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
