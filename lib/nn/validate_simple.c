/*
 * validate_simple - the validation metric of rankings that need no training.
 *
 * Each ranking has a list of items with counts for a query.  They come first,
 * by count; equal counts, and then all other items, are in the order of
 * popularity.  The list of VALIDATE_POPULARITY is empty.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/validate.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "nn/batch.h"
#include "nn/followers.h"
#include "nn/loader.h"
#include "nn/seen.h"
#include "rank/candidates.h"
#include "rank/metric.h"
#include "rank/popularity.h"

const struct validate_simple validate_simple[VALIDATE_SIMPLE] = {
    {"popularity", "popularity_metric", "pop"},
    {"own items", "own_items_metric", "s-pop"},
    {"transitions", "transitions_metric", "markov"},
};

/* The items of a context with their counts. */
struct validate_own {
	struct followers_count *item; /* [n] */
	size_t n, room;
	size_t *at; /* [V] 1 + the index of a candidate in item; 0: none */
	const int32_t *from; /* the context of the last query */
	size_t taken;        /* how many of its items are counted */
};

/* The present pass. */
struct validate_simple_pass {
	const struct loader_data *d;
	const struct popularity *p;
	const struct followers *followers; /* NULL: not known */
	int counts_own;                    /* the rankings have own items */
	int exclude_context;
	struct seen seen;    /* empty without exclusions */
	unsigned char *skip; /* [V] 1: the query at hand excludes a candidate */
	struct validate_own own;
	double *rank[VALIDATE_SIMPLE]; /* [n] so far */
	size_t n, room[VALIDATE_SIMPLE];
};

/* Calls each() for every query of the data, in order. */
static int
for_queries(const struct loader_data *d, void *ctx,
    int (*each)(void *ctx, const struct batch_row *, size_t k, struct fail *),
    struct fail *f)
{
	const struct examples *x = d->examples;
	const struct sequences *s = d->sequences;
	size_t i, k;

	for (i = 0; i < (s ? s->n : x->n); i++) {
		const size_t events = s ? s->start[i + 1] - s->start[i] : 2;
		const struct batch_row b = {.row = i,
		    .label = s ? s->item + s->start[i] + 1 : &x->label[i]};

		for (k = 0; k + 1 < events; k++)
			if (each(ctx, &b, k, f))
				return -1;
	}
	return 0;
}

/* Counts the items of the context [n].  The context of the next query of a
 * sequence begins with that of the last one. */
static int
take_own(struct validate_own *o, const int32_t *from, size_t n, struct fail *f)
{
	size_t *at;

	if (from != o->from || n < o->taken) {
		while (o->n)
			o->at[o->item[--o->n].candidate] = 0;
		o->taken = 0;
	}
	if (ARRAY_ROOM(&o->item, &o->room, o->n + n - o->taken, f))
		return -1;
	o->from = from;
	for (; o->taken < n; o->taken++) {
		if (!from[o->taken])
			continue;
		at = &o->at[from[o->taken] - 1];
		if (!*at) {
			o->item[o->n++] =
			    (struct followers_count){from[o->taken] - 1, 0};
			*at = o->n;
		}
		o->item[*at - 1].n++;
	}
	return 0;
}

/* The rank of a label by a list of n items and popularity. */
static double
rank_of(const struct validate_simple_pass *l, int32_t label,
    const struct followers_count *item, size_t n)
{
	const uint32_t *place = popularity_places(l->p);
	uint64_t greater = 0, equal;
	uint32_t own = 0;
	size_t i;

	if (label < 0)
		return INFINITY;
	for (i = 0; i < n && !own; i++)
		own = item[i].candidate == label ? item[i].n : 0;
	if (!own)
		popularity_rank(l->p, label, l->seen.candidate, l->seen.n,
		    &greater, &equal);
	for (i = 0; i < n; i++) {
		const int32_t j = item[i].candidate;
		const int before = place[j] < place[label];

		if (l->skip[j])
			continue;
		if (own)
			greater +=
			    item[i].n > own || (item[i].n == own && before);
		else
			greater += !before; /* the others are counted above */
	}
	return (double)greater + 1;
}

static void
skip_seen(struct validate_simple_pass *l, unsigned char as)
{
	size_t i;

	for (i = 0; i < l->seen.n; i++)
		l->skip[l->seen.candidate[i]] = as;
}

/* Ranks the label of query k of row b by every ranking. */
static int
rank_one(void *ctx, const struct batch_row *b, size_t k, struct fail *f)
{
	struct validate_simple_pass *l = ctx;
	const int32_t label = b->label[k] - 1;
	const struct followers_count *item[VALIDATE_SIMPLE] = {NULL};
	size_t n[VALIDATE_SIMPLE] = {0}, all, some, i;
	const int32_t *context = seen_context(l->d, b, k, &all);

	if (l->exclude_context && seen_take(&l->seen, l->d, b, k, f))
		return -1;
	if (l->counts_own) {
		if (take_own(&l->own, context, all, f))
			return -1;
		item[VALIDATE_OWN] = l->own.item;
		n[VALIDATE_OWN] = l->own.n;
	}
	if (l->followers && all) {
		item[VALIDATE_TRANSITIONS] =
		    followers_of(l->followers, context[all - 1], &some);
		n[VALIDATE_TRANSITIONS] = some;
	}
	skip_seen(l, 1);
	for (i = 0; i < VALIDATE_SIMPLE; i++) {
		if (ARRAY_ROOM(&l->rank[i], &l->room[i], l->n + 1, f))
			return -1;
		l->rank[i][l->n] = rank_of(l, label, item[i], n[i]);
	}
	skip_seen(l, 0);
	l->n++;
	return 0;
}

/* Which items are the last of a context. */
struct validate_last {
	const struct loader_data *d;
	unsigned char *is; /* [V+1] */
};

static int
mark_last(void *ctx, const struct batch_row *b, size_t k, struct fail *f)
{
	const struct validate_last *l = ctx;
	size_t n;
	const int32_t *context = seen_context(l->d, b, k, &n);

	(void)f;
	if (n)
		l->is[context[n - 1]] = 1;
	return 0;
}

/* Counts the followers of all items that are the last of a context. */
static struct followers *
count_followers(const struct loader_data *train, const struct loader_data *d,
    size_t items, struct fail *f)
{
	struct validate_last last = {d, calloc(items + 1, 1)};
	struct followers *w = NULL;

	if (!last.is)
		(void)fail_memory(f);
	else if (!for_queries(d, &last, mark_last, f))
		w = followers_new(train, items, last.is, f);
	free(last.is);
	return w;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sets the metrics of the rankings that are known. */
static void
set_metrics(const struct validate_simple_pass *l,
    const struct validate_options *o, double *metric)
{
	const int known[VALIDATE_SIMPLE] = {
	    1, l->counts_own, l->followers != NULL};
	size_t i;

	for (i = 0; i < VALIDATE_SIMPLE; i++) {
		if (!known[i] || !l->n)
			continue;
		qsort(l->rank[i], l->n, sizeof(*l->rank[i]), compare);
		metric[i] =
		    metric_value(o->metric, o->metric_k, l->n, l->rank[i]);
	}
}

/* Ranks all labels by all rankings. */
static int
rank_all(struct validate_simple_pass *l, const struct vocab *v,
    const struct loader_data *train, const struct validate_options *o,
    double *metric, struct fail *f)
{
	const int contexts = l->d->sequences || l->d->examples->length;
	struct followers *followers = NULL;
	int r;

	l->counts_own = contexts && !l->exclude_context;
	l->own.at = calloc(vocab_size(v) + 1, sizeof(*l->own.at));
	l->skip = calloc(vocab_size(v) + 1, 1);
	r = l->own.at && l->skip ? 0 : fail_memory(f);
	if (!r && contexts) {
		l->followers = followers =
		    count_followers(train, l->d, vocab_size(v), f);
		r = followers ? 0 : -1;
	}
	if (!r && !(r = for_queries(l->d, l, rank_one, f)))
		set_metrics(l, o, metric);
	followers_free(followers);
	return r;
}

int
validate_simple_metrics(const struct vocab *v, const struct loader_data *train,
    const struct loader_data *d, const struct validate_options *o,
    double *metric, struct fail *f)
{
	struct validate_simple_pass l = {
	    .d = d, .exclude_context = o->exclude_context};
	struct candidates items;
	struct popularity *p;
	int r = 0;
	size_t i;

	for (i = 0; i < VALIDATE_SIMPLE; i++)
		metric[i] = NAN;
	if (!o->metric || (!d->examples && !d->sequences))
		return 0;
	candidates_of(&items, v, NULL, 0);
	l.p = p = popularity_new(&items, f);
	if (!p || (popularity_known(p) && rank_all(&l, v, train, o, metric, f)))
		r = -1;
	for (i = 0; i < VALIDATE_SIMPLE; i++)
		free(l.rank[i]);
	free(l.own.item);
	free(l.own.at);
	free(l.skip);
	seen_free(&l.seen);
	popularity_free(p);
	return r;
}
