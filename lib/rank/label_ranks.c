/* label_ranks - where the labels of many queries rank among all candidates. */
/* SPDX-License-Identifier: MIT */
#include "rank/label_ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/sort.h"
#include "rank/metric.h"

/* Counts of candidates, thus below 2^31; or LABEL_RANKS_MISS. */
struct label_ranks_label {
	uint32_t greater, equal;
};

struct label_ranks {
	struct label_ranks_label *at; /* [room], labels filled from the front */
	size_t labels, room, unknown, tied;
	size_t n;            /* queries */
	size_t most;         /* most labels of a query */
	size_t *end, starts; /* [n] end of the labels of each query; NULL: one
                                label each */
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
	free(p->end);
	free(p);
}

/* Prepares for queries with several labels. */
static int
keep_ends(struct label_ranks *p, struct fail *f)
{
	size_t i;

	if (ARRAY_ROOM(&p->end, &p->starts, p->n + 1, f))
		return -1;
	for (i = 0; i < p->n; i++)
		p->end[i] = i + 1;
	return 0;
}

/* Makes room for a query of n labels. */
static int
begin(struct label_ranks *p, size_t n, struct fail *f)
{
	if (ARRAY_ROOM(&p->at, &p->room, p->labels + n, f) ||
	    (n != 1 && !p->end && keep_ends(p, f)))
		return -1;
	return p->end ? ARRAY_ROOM(&p->end, &p->starts, p->n + 1, f) : 0;
}

static void
put(struct label_ranks *p, struct label_ranks_label l)
{
	p->at[p->labels++] = l;
	p->unknown += l.equal == 0;
	p->tied += l.equal > 1;
}

/* Completes the query, whose n labels are stored. */
static void
end(struct label_ranks *p, size_t n)
{
	if (p->end)
		p->end[p->n] = p->labels;
	p->most = size_max(p->most, n);
	p->n++;
}

int
label_ranks_add(struct label_ranks *p, size_t n, const uint64_t *greater,
    const uint64_t *equal, struct fail *f)
{
	size_t i;

	if (begin(p, n, f))
		return -1;
	for (i = 0; i < n; i++)
		put(p, (struct label_ranks_label){
			   (uint32_t)greater[i], (uint32_t)equal[i]});
	end(p, n);
	return 0;
}

size_t
label_ranks_count(const struct label_ranks *p)
{
	return p->n;
}

size_t
label_ranks_labels(const struct label_ranks *p)
{
	return p->labels;
}

size_t
label_ranks_unknown(const struct label_ranks *p)
{
	return p->unknown;
}

size_t
label_ranks_tied(const struct label_ranks *p)
{
	return p->tied;
}

/* The labels of query i, and their number. */
static const struct label_ranks_label *
labels_of(const struct label_ranks *p, size_t i, size_t *n)
{
	size_t first = i;

	*n = 1;
	if (p->end) {
		first = i ? p->end[i - 1] : 0;
		*n = p->end[i] - first;
	}
	return p->at + first;
}

struct label_ranks *
label_ranks_part(const struct label_ranks *p, const int32_t *group, int32_t g,
    struct fail *f)
{
	struct label_ranks *part = label_ranks_new(f);
	const struct label_ranks_label *l;
	size_t i, k, n;

	for (i = 0; part && i < p->n; i++) {
		if (group[i] != g)
			continue;
		l = labels_of(p, i, &n);
		if (begin(part, n, f)) {
			label_ranks_free(part);
			return NULL;
		}
		for (k = 0; k < n; k++)
			put(part, l[k]);
		end(part, n);
	}
	return part;
}

static int
has_rank(struct label_ranks_label l)
{
	return l.equal && l.greater != LABEL_RANKS_MISS;
}

static double
rank_of(struct label_ranks_label l, const struct ties *t)
{
	return has_rank(l) ? t->rank(l.greater, l.equal) : INFINITY;
}

double *
label_ranks_sorted(const struct label_ranks *p, const struct ties *t, int drop,
    size_t *n, struct fail *f)
{
	double *rank = malloc((p->labels + 1) * sizeof(*rank));
	double *spare = malloc((p->labels + 1) * sizeof(*spare));
	size_t i;

	*n = 0;
	if (!rank || !spare) {
		(void)fail_memory(f);
		free(rank);
		free(spare);
		return NULL;
	}
	for (i = 0; i < p->labels; i++) {
		if (p->at[i].equal || !drop)
			rank[(*n)++] = rank_of(p->at[i], t);
	}
	sort_doubles(*n, rank, spare);
	free(spare);
	return rank;
}

static int
ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The value of query i; 0 if it is left out.  rank [p->most] is scratch. */
static int
worth_of(const struct label_ranks *p, size_t i, const struct ties *t, int drop,
    const struct metric *m, size_t k, double *rank, double *worth)
{
	size_t n, a, left = 0;
	const struct label_ranks_label *l = labels_of(p, i, &n);

	for (a = 0; a < n; a++) {
		if (l[a].equal || !drop)
			rank[left++] = rank_of(l[a], t);
	}
	if (!left)
		return 0;
	if (left > 1)
		qsort(rank, left, sizeof(*rank), ascending);
	*worth = m->set(left, rank, (double)k);
	return 1;
}

double *
label_ranks_worths(const struct label_ranks *p, const struct ties *t, int drop,
    const struct metric *m, size_t k, size_t *n, struct fail *f)
{
	double *worth = malloc((p->n + 1) * sizeof(*worth));
	double *spare = malloc((p->n + 1) * sizeof(*spare));
	double *rank = malloc((p->most + 1) * sizeof(*rank));
	size_t i;

	*n = 0;
	if (!worth || !spare || !rank) {
		(void)fail_memory(f);
		free(worth);
		worth = NULL;
	}
	for (i = 0; worth && i < p->n; i++)
		*n += (size_t)worth_of(p, i, t, drop, m, k, rank, &worth[*n]);
	if (worth)
		sort_doubles(*n, worth, spare);
	free(spare);
	free(rank);
	return worth;
}

/* Sums over the differences. */
struct label_ranks_sums {
	double sum, squares, least;
	size_t n;
};

static void
add_difference(struct label_ranks_sums *s, double d)
{
	s->sum += d;
	s->squares += d * d;
	s->n++;
	if (d != 0)
		s->least = fmin(s->least, fabs(d));
}

/* Label by label: for queries with one label, or metrics of labels. */
static void
sum_labels(struct label_ranks_sums *s, const struct label_ranks *a,
    const struct label_ranks *b, const struct ties *t, int drop,
    const struct metric *m, size_t k)
{
	size_t i;

	for (i = 0; i < size_min(a->labels, b->labels); i++) {
		if (drop && (!a->at[i].equal || !b->at[i].equal))
			continue;
		if (!m->set && !(has_rank(a->at[i]) && has_rank(b->at[i])))
			continue;
		add_difference(s, m->one(rank_of(a->at[i], t), (double)k) -
				      m->one(rank_of(b->at[i], t), (double)k));
	}
}

static void
sum_queries(struct label_ranks_sums *s, const struct label_ranks *a,
    const struct label_ranks *b, const struct ties *t, int drop,
    const struct metric *m, size_t k, double *rank)
{
	double x, y;
	size_t i;

	for (i = 0; i < size_min(a->n, b->n); i++) {
		if (worth_of(a, i, t, drop, m, k, rank, &x) &&
		    worth_of(b, i, t, drop, m, k, rank, &y))
			add_difference(s, x - y);
	}
}

static struct label_ranks_difference
difference_of(const struct label_ranks_sums *s, int small)
{
	struct label_ranks_difference d = {NAN, NAN, NAN, NAN, NAN};
	double n = (double)s->n, half, up = small ? s->sum : -s->sum, root;

	if (!s->n)
		return d;
	d.mean = s->sum / n;
	if (s->n > 1) {
		half =
		    1.959963984540054 *
		    sqrt(fmax(s->squares - s->sum * d.mean, 0) / (n - 1) / n);
		d.low = d.mean - half;
		d.high = d.mean + half;
	}
	d.p = d.worse = 1;
	if (s->squares == 0)
		return d;
	root = sqrt(2 * s->squares);
	d.p = fmin(erfc((fabs(s->sum) - s->least) / root), 1);
	d.worse = erfc((up - s->least) / root) / 2;
	return d;
}

int
label_ranks_differ(const struct label_ranks *a, const struct label_ranks *b,
    const struct ties *t, int drop, const struct metric *m, size_t k,
    struct label_ranks_difference *to, struct fail *f)
{
	struct label_ranks_sums s = {.least = INFINITY};
	double *rank;

	if (!m->set || (!a->end && !b->end)) {
		sum_labels(&s, a, b, t, drop, m, k);
	} else {
		rank = malloc((size_max(a->most, b->most) + 1) * sizeof(*rank));
		if (!rank)
			return fail_memory(f);
		sum_queries(&s, a, b, t, drop, m, k, rank);
		free(rank);
	}
	*to = difference_of(&s, m->small);
	return 0;
}
