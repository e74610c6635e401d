/*
 * fit_ials - vectors of users and items by alternating least squares for
 * implicit feedback.
 *
 *   minimise  sum over seen (u, i) of (p_u . v_i - 1)^2
 *           + alpha sum over all (u, i) of (p_u . v_i)^2
 *           + lambda (sum over u of (|I_u| + alpha n)^nu |p_u|^2
 *                   + sum over i of (|U_i| + alpha m)^nu |v_i|^2)
 *
 *   p_u = (sum over I_u of v_i v_i' + alpha V'V
 *          + lambda (|I_u| + alpha n)^nu I)^-1 sum over I_u of v_i
 *
 * and likewise for items.  An epoch updates all users, then all items.  A user
 * is a sequence; repeated items count once.  Hu, Koren, Volinsky 2008; Rendle
 * et al. 2021.
 *
 * Letters: m users, n items, D columns.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/rng.h"
#include "base/threads.h"
#include "linear/linear_settings.h"
#include "linear/session_index.h"
#include "math/lapack.h"
#include "model/model.h"

#define BLOCKS 64 /* parts of the sum V'V: the same for any number of threads */

/* Half an epoch: computes each row of `to` from those rows of `from` that
 * belong to it. */
struct fit_ials_half {
	size_t n, others, d; /* number of rows to compute; number of rows of
                                from */
	const size_t *start; /* [n+1] row i has of[start[i]] .. */
	const int32_t *of;   /* rows of from */
	const float *from;   /* [others,d] */
	float *to;           /* [n,d] */
	double alpha, lambda, nu;
	float *squares; /* [BLOCKS,d,d] parts of alpha V'V, later [0] the sum */
	float *a;       /* [threads,d,d] */
	float **rows;   /* [threads] [longest,d] */
	int *failed;    /* [threads] a matrix was not positive definite */
};

struct fit_ials_work {
	struct session_index index;
	float *user, *item; /* [m,D], [n,D] */
	struct fit_ials_half half;
};

static void
add_block(void *ctx, size_t b, int thread)
{
	const struct fit_ials_half *h = ctx;
	const size_t begin = h->others * b / BLOCKS;
	const size_t end = h->others * (b + 1) / BLOCKS;

	(void)thread;
	lapack_threads(1);
	memset(h->squares + b * h->d * h->d, 0, h->d * h->d * sizeof(float));
	lapack_add_squares(h->d, end - begin, (float)h->alpha,
	    h->from + begin * h->d, h->squares + b * h->d * h->d);
}

static void
solve_row(void *ctx, size_t i, int thread)
{
	const struct fit_ials_half *h = ctx;
	const size_t d = h->d, k = h->start[i + 1] - h->start[i];
	float *a = h->a + (size_t)thread * d * d, *rows = h->rows[thread];
	float *x = h->to + i * d;
	const double own =
	    h->lambda *
	    elementary_pow((double)k + h->alpha * (double)h->others, h->nu);
	size_t r, c;

	memset(x, 0, d * sizeof(*x));
	if (!k)
		return; /* an item that no user has */
	lapack_threads(1);
	memcpy(a, h->squares, d * d * sizeof(*a));
	for (r = 0; r < k; r++) {
		const float *v = h->from + (size_t)h->of[h->start[i] + r] * d;

		memcpy(rows + r * d, v, d * sizeof(*v));
		for (c = 0; c < d; c++)
			x[c] += v[c];
	}
	lapack_add_squares(d, k, 1, rows, a);
	for (c = 0; c < d; c++)
		a[c * d + c] += (float)own;
	if (lapack_factor(d, a))
		h->failed[thread] = 1;
	else
		lapack_solve(d, a, x);
}

static int
run_half(struct fit_ials_half *h, struct fail *f)
{
	const size_t size = h->d * h->d;
	size_t b, k;
	int t;

	threads_for(BLOCKS, add_block, h);
	for (b = 1; b < BLOCKS; b++) {
		for (k = 0; k < size; k++)
			h->squares[k] += h->squares[b * size + k];
	}
	threads_for(h->n, solve_row, h);
	for (t = 0; t < threads_count(); t++) {
		if (h->failed[t])
			return fail_set(f, "a user's matrix is singular: give "
					   "a larger --lambda");
	}
	return 0;
}

static int
epoch(struct fit_ials_work *w, struct fail *f)
{
	const struct session_index *x = &w->index;
	struct fit_ials_half *h = &w->half;

	h->n = x->n;
	h->others = x->items;
	h->start = x->start;
	h->of = x->item;
	h->from = w->item;
	h->to = w->user;
	if (run_half(h, f))
		return -1;
	h->n = x->items;
	h->others = x->n;
	h->start = x->first;
	h->of = x->session;
	h->from = w->user;
	h->to = w->item;
	return run_half(h, f);
}

static size_t
longest(const struct session_index *x)
{
	size_t i, most = 1;

	for (i = 0; i < x->n; i++)
		most = size_max(most, x->start[i + 1] - x->start[i]);
	for (i = 0; i < x->items; i++)
		most = size_max(most, x->first[i + 1] - x->first[i]);
	return most;
}

static int
take_memory(struct fit_ials_work *w, size_t d, struct fail *f)
{
	const size_t threads = (size_t)threads_count();
	const size_t rows = longest(&w->index);
	struct fit_ials_half *h = &w->half;
	size_t t, bytes,
	    all = w->index.n + 2 * w->index.items + threads * (rows + d) +
	          BLOCKS * d;

	if (size_mul(all, d * sizeof(float), &bytes))
		bytes = SIZE_MAX;
	if (memory_need(
		bytes, "this number of vectors", "try fewer --factors", f))
		return -1;
	w->user = malloc(w->index.n * d * sizeof(float));
	w->item = malloc(w->index.items * d * sizeof(float));
	h->squares = malloc(BLOCKS * d * d * sizeof(float));
	h->a = malloc(threads * d * d * sizeof(float));
	h->rows = calloc(threads, sizeof(*h->rows));
	h->failed = calloc(threads, sizeof(*h->failed));
	if (!w->user || !w->item || !h->squares || !h->a || !h->rows ||
	    !h->failed)
		return fail_memory(f);
	for (t = 0; t < threads; t++) {
		h->rows[t] = malloc(rows * d * sizeof(float));
		if (!h->rows[t])
			return fail_memory(f);
	}
	return 0;
}

static void
begin(struct fit_ials_work *w, const struct fit_data *d)
{
	const size_t n = d->items * d->set->factors;
	const double scale = d->set->sigma / sqrt((double)d->set->factors);
	struct rng rng;
	size_t i;

	rng_seed(&rng, d->set->seed, 0);
	for (i = 0; i < n; i++)
		w->item[i] =
		    d->start ? d->start[i] : (float)(scale * rng_normal(&rng));
}

static int
save(const struct fit_ials_work *w, size_t d, struct model *m, struct fail *f)
{
	const size_t n = w->index.items;
	struct tensor *t = model_add(m, "candidate_embedding", n + 1, d, f);

	if (!t)
		return -1;
	memcpy(t->x + d, w->item, n * d * sizeof(*w->item));
	return 0;
}

int
fit_ials(const struct fit_data *d, struct model *m, struct fail *f)
{
	struct fit_ials_work w = {.half = {.d = d->set->factors,
				      .alpha = d->set->alpha,
				      .lambda = d->set->lambda,
				      .nu = d->set->nu}};
	size_t e, t;
	int r = session_index_make(&w.index, d->s, d->items, f);

	if (!r)
		r = take_memory(&w, w.half.d, f);
	lapack_threads(1);
	if (!r)
		r = lapack_check(f);
	if (!r)
		begin(&w, d);
	for (e = 0; e < d->set->epochs && !r; e++)
		r = epoch(&w, f);
	if (!r)
		r = save(&w, w.half.d, m, f);
	if (!r)
		r = model_set(m, "openblas_core", f, "%s", lapack_core());
	session_index_free(&w.index);
	free(w.user);
	free(w.item);
	free(w.half.squares);
	free(w.half.a);
	for (t = 0; t < (size_t)threads_count() && w.half.rows; t++)
		free(w.half.rows[t]);
	free(w.half.rows);
	free(w.half.failed);
	return r;
}
