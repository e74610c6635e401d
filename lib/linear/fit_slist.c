/*
 * fit_slist - a linear model of sessions and of their transitions (SLIST).
 *
 *   G = sum of w x x', C = sum of w x y'   over the rows of slist_rows.h
 *   P = (G + lambda I)^-1, B = P C
 *
 * and, for sessions alone, if B_jj is at least xi,
 *
 *   B_.j -= P_.j (B_jj - xi) / P_jj
 *
 *   score(q, j) = sum over p = 1..L of e^((p - L) / delta_inf) B(q_p, j)
 *
 * If all rows have one item, G is diagonal: B_ij = C_ij / (G_ii + lambda). Choi
 * et al. 2021.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/fit.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "linear/accum.h"
#include "linear/gram.h"
#include "linear/linear_settings.h"
#include "linear/slist_rows.h"
#include "linear/weights.h"
#include "math/lapack.h"
#include "math/vec.h"
#include "model/model.h"

#define LANES 16 /* rows of B computed together: C is read once for all */

struct fit_slist_work {
	struct slist_rows *rows;
	size_t n; /* V */
	double lambda;
	struct accum *sum; /* [threads] */
	struct weights c;
	float *p;     /* [V,V] P, replaced row by row by B */
	float *over;  /* [V] (B_jj - xi) / P_jj, or 0; NULL: no bound */
	float *value; /* the weights of c */
	float *lanes; /* [threads,V,LANES] */
};

/* Moves sum into a row of entries. */
static size_t
take_row(struct accum *sum, struct weights_entry *e, double divisor)
{
	const size_t n = sum->n;
	size_t k;

	for (k = 0; k < n; k++)
		e[k] = (struct weights_entry){
		    sum->sum[sum->at[k]] / divisor, sum->at[k], sum->at[k]};
	accum_reset(sum);
	return n;
}

static size_t
right_row(void *ctx, size_t i, int thread, struct weights_entry *e)
{
	struct fit_slist_work *w = ctx;
	struct accum *sum = &w->sum[thread];

	slist_rows_right(w->rows, i, sum);
	return take_row(sum, e, 1);
}

static size_t
diagonal_row(void *ctx, size_t i, int thread, struct weights_entry *e)
{
	struct fit_slist_work *w = ctx;
	struct accum *sum = &w->sum[thread];
	double own;

	slist_rows_left(w->rows, i, sum);
	own = sum->sum[i] + w->lambda;
	accum_reset(sum);
	slist_rows_right(w->rows, i, sum);
	return own > 0 ? take_row(sum, e, own) : take_row(sum, e, 1);
}

/* Computes what the bound subtracts from each column. */
static int
find_over(struct fit_slist_work *w, double xi, struct fail *f)
{
	const size_t n = w->n;
	double *own = calloc(n, sizeof(*own)); /* B_jj */
	size_t j, k;

	w->over = calloc(n, sizeof(*w->over));
	if (!own || !w->over) {
		free(own);
		return fail_memory(f);
	}
	for (k = 0; k < n; k++) {
		for (j = w->c.start[k]; j < w->c.start[k + 1]; j++) {
			const size_t item = (size_t)w->c.item[j];

			own[item] +=
			    (double)w->p[item * n + k] * w->c.weight[j];
		}
	}
	for (j = 0; j < n; j++) {
		if (own[j] >= xi)
			w->over[j] =
			    (float)((own[j] - xi) / (double)w->p[j * n + j]);
	}
	free(own);
	return 0;
}

/* Rows of B replace the same rows of P, which nothing else reads. */
static void
multiply(void *ctx, size_t t, int thread)
{
	struct fit_slist_work *w = ctx;
	const size_t n = w->n, i = t * LANES, m = size_min(LANES, n - i);
	float *lanes = w->lanes + (size_t)thread * n * LANES;
	const struct weights *c = &w->c;
	float *p = w->p + i * n, by[LANES] = {0};
	size_t k, l;

	memset(lanes, 0, n * LANES * sizeof(*lanes));
	for (k = 0; k < n; k++) {
		for (l = 0; l < m; l++)
			by[l] = p[l * n + k];
		vec_spread(LANES, lanes, c->start[k + 1] - c->start[k],
		    c->item + c->start[k], w->value + c->start[k], by);
	}
	for (l = 0; l < m; l++) {
		for (k = 0; k < n; k++)
			p[l * n + k] =
			    lanes[k * LANES + l] -
			    (w->over ? p[l * n + k] * w->over[k] : 0);
	}
}

static size_t
solved_row(void *ctx, size_t i, int thread, struct weights_entry *e)
{
	const struct fit_slist_work *w = ctx;
	const float *b = w->p + i * w->n;
	size_t j, n = 0;

	(void)thread;
	for (j = 0; j < w->n; j++) {
		if (b[j] != 0)
			e[n++] = (struct weights_entry){
			    (double)b[j], (int32_t)j, (int32_t)j};
	}
	return n;
}

/* Computes B by the inverse. */
static int
solve(struct fit_slist_work *w, const struct linear_settings *set,
    struct weights *to, struct fail *f)
{
	const size_t threads = (size_t)threads_count();
	const size_t lanes = threads * w->n * LANES * sizeof(*w->lanes);
	size_t k;

	if (weights_make(&w->c, w->n, 0, right_row, w, f))
		return -1;
	w->p = gram_inverse(w->n, w->lambda,
	    lanes + (set->top ? weights_bytes(w->n, set->top, threads) : 0),
	    slist_rows_left, w->rows, f);
	if (!w->p)
		return -1;
	if (slist_rows_share(w->rows) >= 1 && set->xi >= 0 &&
	    find_over(w, set->xi, f))
		return -1;
	/* A line of the cache has LANES floats. */
	w->lanes = aligned_alloc(LANES * sizeof(float), lanes);
	w->value = malloc((w->c.start[w->n] + 1) * sizeof(*w->value));
	if (!w->lanes || !w->value)
		return fail_memory(f);
	for (k = 0; k < w->c.start[w->n]; k++)
		w->value[k] = (float)w->c.weight[k];
	threads_for((w->n + LANES - 1) / LANES, multiply, w);
	return set->top ? weights_make(to, w->n, set->top, solved_row, w, f)
	                : 0;
}

int
fit_slist(const struct fit_data *d, struct model *m, struct fail *f)
{
	const size_t threads = (size_t)threads_count();
	struct fit_slist_work w = {.rows = slist_rows_new(d, f),
	    .n = d->items,
	    .lambda = d->set->lambda};
	struct weights all = {0};
	int r = w.rows && (w.sum = accum_new(threads, d->items, f)) ? 0 : -1;

	if (!r)
		r = slist_rows_diagonal(w.rows)
		        ? weights_make(
			      &all, w.n, d->set->top, diagonal_row, &w, f)
		        : solve(&w, d->set, &all, f);
	if (!r && w.p && !d->set->top) {
		r = weights_save_matrix(w.p, w.n, m, f);
		w.p = NULL; /* owned by the model */
	} else if (!r) {
		r = weights_save(&all, m, f);
	}
	if (!r && w.lanes)
		r = model_set(m, "openblas_core", f, "%s", lapack_core());
	weights_free(&all);
	weights_free(&w.c);
	accum_free(w.sum, threads);
	slist_rows_free(w.rows);
	free(w.p);
	free(w.over);
	free(w.value);
	free(w.lanes);
	return r;
}
