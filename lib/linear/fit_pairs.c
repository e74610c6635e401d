/*
 * fit_pairs - rules: how often one item followed another, weighted by distance.
 *
 *   w(a -> b) = sum of W(r - p) over all sequences and their places p, r
 *               with p < r <= p + steps, a at p and b at r
 *
 * and with --pairs=both also for places before.  One step with W = 1 gives a
 * first-order Markov chain.  Pairs of an item with itself count too.  Of equal
 * weights, the pair that was seen first comes first.
 *
 * Kamehkhosh, Jannach, Ludewig 2017; Ludewig, Jannach 2018.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/fit.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "data/sequences.h"
#include "linear/accum.h"
#include "linear/decay.h"
#include "linear/linear_settings.h"
#include "linear/weights.h"

struct fit_pairs_work {
	const struct sequences *s;
	const struct decay *decay;
	size_t steps; /* SIZE_MAX: no limit */
	int both;
	size_t *first;     /* [V+1] places of an item: at[first[i]] .. */
	size_t *at;        /* [events] places of items, ascending */
	int32_t *of;       /* [events] the sequence of a place */
	struct accum *sum; /* [threads] */
};

/* Lists the places of every item. */
static int
find_places(struct fit_pairs_work *w, size_t items, struct fail *f)
{
	const struct sequences *s = w->s;
	size_t i, p;

	w->first = calloc(items + 2, sizeof(*w->first));
	w->at = malloc((s->events + 1) * sizeof(*w->at));
	w->of = malloc((s->events + 1) * sizeof(*w->of));
	if (!w->first || !w->at || !w->of)
		return fail_memory(f);
	for (p = 0; p < s->events; p++)
		w->first[s->item[p]]++;
	for (i = 0; i < items; i++)
		w->first[i + 1] += w->first[i];
	for (i = 0; i < s->n; i++) {
		for (p = s->start[i]; p < s->start[i + 1]; p++) {
			w->of[p] = (int32_t)i;
			w->at[w->first[s->item[p] - 1]++] = p;
		}
	}
	memmove(w->first + 1, w->first, items * sizeof(*w->first));
	w->first[0] = 0;
	return 0;
}

/* Adds the pairs of the item at place p with items before and after it. */
static void
add_place(const struct fit_pairs_work *w, size_t p, struct accum *sum)
{
	const struct sequences *s = w->s;
	const size_t begin = s->start[w->of[p]], end = s->start[w->of[p] + 1];
	const size_t back = w->both ? size_min(w->steps, p - begin) : 0;
	const size_t ahead = size_min(w->steps, end - 1 - p);
	size_t r;

	for (r = p - back; r <= p + ahead; r++) {
		const size_t gap = r < p ? p - r : r - p;

		if (gap)
			accum_add(sum, s->item[r] - 1, w->decay->at(gap, 0));
	}
}

static size_t
pairs_row(void *ctx, size_t i, int thread, struct weights_entry *e)
{
	const struct fit_pairs_work *w = ctx;
	struct accum *sum = &w->sum[thread];
	size_t k, n;

	for (k = w->first[i]; k < w->first[i + 1]; k++)
		add_place(w, w->at[k], sum);
	for (k = 0; k < sum->n; k++)
		e[k] = (struct weights_entry){
		    sum->sum[sum->at[k]], (int32_t)k, sum->at[k]};
	n = sum->n;
	accum_reset(sum);
	return n;
}

int
fit_pairs(const struct fit_data *d, struct model *m, struct fail *f)
{
	const struct linear_settings *set = d->set;
	const size_t threads = (size_t)threads_count();
	struct fit_pairs_work w = {.s = d->s,
	    .decay = decay_find(set->weighting),
	    .steps = set->steps ? set->steps : SIZE_MAX,
	    .both = !strcmp(set->pairs, "both"),
	    .sum = accum_new(threads, d->items, f)};
	struct weights all = {0};
	int r = w.sum ? find_places(&w, d->items, f) : -1;

	if (!r)
		r = weights_make(&all, d->items, set->top, pairs_row, &w, f);
	if (!r)
		r = weights_save(&all, m, f);
	weights_free(&all);
	accum_free(w.sum, threads);
	free(w.first);
	free(w.at);
	free(w.of);
	return r;
}
