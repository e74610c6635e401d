/*
 * fit_ease - a linear model of sets of items, with a zero diagonal (EASE).
 *
 *   X [N,V] is 1 if a sequence has the item, else 0
 *   P = (X'X + lambda I)^-1
 *   B_ij = -P_ij / P_jj, B_jj = 0;  score(q, j) = sum over U(q) of B_ij
 *
 * Steck 2019: column j is divided by P_jj.
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
#include "math/lapack.h"
#include "model/model.h"

struct fit_ease_work {
	struct session_index index;
	size_t n;   /* V */
	float *p;   /* [V,V] P, then B */
	float *own; /* [V] P_jj */
};

/* Adds row i of X'X, from the diagonal on. */
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

/* Row i of B replaces row i of P. */
static void
divide_row(void *ctx, size_t i, int thread)
{
	const struct fit_ease_work *w = ctx;
	float *p = w->p + i * w->n;
	size_t j;

	(void)thread;
	for (j = 0; j < w->n; j++)
		p[j] = j == i ? 0 : -p[j] / w->own[j];
}

static size_t
ease_row(void *ctx, size_t i, int thread, struct weights_entry *e)
{
	const struct fit_ease_work *w = ctx;
	const float *b = w->p + i * w->n;
	size_t j, n = 0;

	(void)thread;
	for (j = 0; j < w->n; j++) {
		if (j != i)
			e[n++] = (struct weights_entry){
			    (double)b[j], (int32_t)j, (int32_t)j};
	}
	return n;
}

/* Copies the diagonal, which every row needs. */
static int
take_diagonal(struct fit_ease_work *w, struct fail *f)
{
	size_t j;

	w->own = malloc(w->n * sizeof(*w->own));
	if (!w->own)
		return fail_memory(f);
	for (j = 0; j < w->n; j++)
		w->own[j] = w->p[j * w->n + j];
	return 0;
}

/* Keeps the largest weights of each row. */
static int
keep_some(struct fit_ease_work *w, size_t top, struct model *m, struct fail *f)
{
	struct weights all = {0};
	int r = weights_make(&all, w->n, top, ease_row, w, f);

	free(w->p);
	if (!r)
		r = weights_save(&all, m, f);
	weights_free(&all);
	return r;
}

int
fit_ease(const struct fit_data *d, struct model *m, struct fail *f)
{
	const size_t threads = (size_t)threads_count(), top = d->set->top;
	struct fit_ease_work w = {.n = d->items};
	int r = session_index_make(&w.index, d->s, d->items, f);

	if (!r) {
		w.p = gram_inverse(d->items, d->set->lambda,
		    top ? weights_bytes(d->items, top, threads) : 0, gram_row,
		    &w.index, f);
		r = w.p ? take_diagonal(&w, f) : -1;
	}
	if (!r) {
		threads_for(w.n, divide_row, &w);
		r = top ? keep_some(&w, top, m, f)
		        : weights_save_matrix(w.p, w.n, m, f);
	} else {
		free(w.p);
	}
	if (!r)
		r = model_set(m, "openblas_core", f, "%s", lapack_core());
	free(w.own);
	session_index_free(&w.index);
	return r;
}
