/*
 * fit_ease - a linear model of sets of items, without weights for themselves.
 *
 *   X [N,V] is 1 where a sequence has an item, else 0
 *   P = (X'X + lambda I)^-1
 *   B_ij = -P_ij / P_jj, B_jj = 0;  score(q, j) = sum over U(q) of B_ij
 *
 * Steck 2019, whose column j is divided by P_jj.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/fit.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/threads.h"
#include "linear/accum.h"
#include "linear/gram.h"
#include "linear/linear_settings.h"
#include "linear/session_index.h"
#include "linear/weights.h"

struct fit_ease_work {
	struct session_index index;
	size_t n;       /* V */
	const float *p; /* [V,V] */
	double *own;    /* [V] P_jj */
};

/* Row i of X'X, from the diagonal on. */
static void
gram_row(void *ctx, size_t i, struct accum *sum)
{
	const struct session_index *x = ctx;
	size_t k, a;

	for (k = x->first[i]; k < x->first[i + 1]; k++) {
		const size_t s = (size_t)x->session[k];

		for (a = x->start[s + 1];
		     a > x->start[s] && (size_t)x->item[a - 1] >= i; a--)
			accum_add(sum, x->item[a - 1], 1);
	}
}

static size_t
ease_row(void *ctx, size_t i, int thread, struct weights_entry *e)
{
	const struct fit_ease_work *w = ctx;
	const float *p = w->p + i * w->n;
	size_t j, n = 0;

	(void)thread;
	for (j = 0; j < w->n; j++) {
		if (j != i)
			e[n++] = (struct weights_entry){
			    -(double)p[j] / w->own[j], (int32_t)j, (int32_t)j};
	}
	return n;
}

/* The diagonal, which every row asks for. */
static int
take_diagonal(struct fit_ease_work *w, struct fail *f)
{
	size_t j;

	w->own = malloc(w->n * sizeof(*w->own));
	if (!w->own)
		return fail_memory(f);
	for (j = 0; j < w->n; j++)
		w->own[j] = (double)w->p[j * w->n + j];
	return 0;
}

int
fit_ease(const struct fit_data *d, struct model *m, struct fail *f)
{
	const size_t threads = (size_t)threads_count();
	struct fit_ease_work w = {.n = d->items};
	struct weights all = {0};
	float *p = NULL;
	int r = session_index_make(&w.index, d->s, d->items, f);

	if (!r) {
		w.p = p = gram_inverse(d->items, d->set->lambda,
		    weights_bytes(d->items, d->set->top, threads), gram_row,
		    &w.index, f);
		r = p ? take_diagonal(&w, f) : -1;
	}
	if (!r)
		r = weights_make(&all, d->items, d->set->top, ease_row, &w, f);
	free(p);
	free(w.own);
	if (!r)
		r = weights_save(&all, m, f);
	weights_free(&all);
	session_index_free(&w.index);
	return r;
}
