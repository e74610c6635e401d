/*
 * fit_item_knn - similarity of items by the sessions they share.
 *
 *   co(i, j)  = sum over the sessions s with j of how often i is in s;
 *               0 for i = j
 *   sim(i, j) = co(i, j) / ((c(i) + lambda)^alpha (c(j) + lambda)^(1 - alpha))
 *
 * with c the counts of training, repeats included.  Repeats count for i and not
 * for j, as in the reference implementation and so in published figures.
 * Hidasi et al. 2016.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/fit.h"

#include <stdlib.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "base/threads.h"
#include "data/sequences.h"
#include "linear/accum.h"
#include "linear/linear_settings.h"
#include "linear/session_index.h"
#include "linear/weights.h"

struct fit_item_knn_work {
	const struct sequences *s;
	struct session_index index;
	double *own, *other; /* [V] (c + lambda)^alpha and ^(1 - alpha) */
	struct accum *sum;   /* [threads] */
};

static int
raise_counts(
    struct fit_item_knn_work *w, const struct fit_data *d, struct fail *f)
{
	const double lambda = d->set->lambda, alpha = d->set->alpha;
	size_t i, p;

	w->own = calloc(d->items, sizeof(*w->own));
	w->other = calloc(d->items, sizeof(*w->other));
	if (!w->own || !w->other)
		return fail_memory(f);
	for (p = 0; p < w->s->events; p++)
		w->own[w->s->item[p] - 1]++;
	for (i = 0; i < d->items; i++) {
		const double c = w->own[i] + lambda;

		w->own[i] = elementary_pow(c, alpha);
		w->other[i] = elementary_pow(c, 1 - alpha);
	}
	return 0;
}

/* How often session s has the item. */
static size_t
times_in(const struct sequences *s, size_t session, int32_t item)
{
	size_t p, n = 0;

	for (p = s->start[session]; p < s->start[session + 1]; p++)
		n += s->item[p] == item;
	return n;
}

static size_t
item_knn_row(void *ctx, size_t i, int thread, struct weights_entry *e)
{
	const struct fit_item_knn_work *w = ctx;
	const struct session_index *x = &w->index;
	struct accum *sum = &w->sum[thread];
	size_t k, a, n = 0;

	for (k = x->first[i]; k < x->first[i + 1]; k++) {
		const size_t s = (size_t)x->session[k];
		const double times = (double)times_in(w->s, s, (int32_t)i + 1);

		for (a = x->start[s]; a < x->start[s + 1]; a++)
			accum_add(sum, x->item[a], times);
	}
	for (k = 0; k < sum->n; k++) {
		const int32_t j = sum->at[k];

		if ((size_t)j != i)
			e[n++] = (struct weights_entry){
			    sum->sum[j] / (w->own[i] * w->other[j]), j, j};
	}
	accum_reset(sum);
	return n;
}

int
fit_item_knn(const struct fit_data *d, struct model *m, struct fail *f)
{
	const size_t threads = (size_t)threads_count();
	struct fit_item_knn_work w = {
	    .s = d->s, .sum = accum_new(threads, d->items, f)};
	struct weights all = {0};
	int r = w.sum ? session_index_make(&w.index, d->s, d->items, f) : -1;

	if (!r)
		r = raise_counts(&w, d, f);
	if (!r)
		r = weights_make(
		    &all, d->items, d->set->top, item_knn_row, &w, f);
	if (!r)
		r = weights_save(&all, m, f);
	weights_free(&all);
	session_index_free(&w.index);
	accum_free(w.sum, threads);
	free(w.own);
	free(w.other);
	return r;
}
