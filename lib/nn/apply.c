/* apply - changes parameters: dense ones whole, tables row by row. */
/* SPDX-License-Identifier: MIT */
#include "nn/apply.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "math/optimizer_kernels.h"
#include "math/vec.h"
#include "nn/gradient.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/step.h"

#define BLOCK 256 /* rows of a task */

/* A row of a table and its gradient; NULL: 0. */
struct apply_row {
	int32_t row;
	const real *g;
};

struct apply {
	struct params *params;
	struct apply_row *row; /* [rows] */
	size_t rows;
	int32_t *place; /* [.] index of a row in the list, else -1 */

	/* The step's change. */
	const struct apply_change *change;
	struct optimizer_rates rates;
	struct param *p; /* the table, and how many of its rows are listed */
	size_t n;
};

struct apply *
apply_new(struct params *params, struct fail *f)
{
	struct apply *a = calloc(1, sizeof(*a));
	size_t i, most = 1;

	for (i = 0; i < params->n; i++)
		if (params->p[i].is.table)
			most = size_max(most, params->p[i].rows);
	if (a)
		a->place = malloc(most * sizeof(*a->place));
	if (!a || !a->place) {
		(void)fail_memory(f);
		free(a);
		return NULL;
	}
	a->params = params;
	memset(a->place, 0xff, most * sizeof(*a->place)); /* all -1 */
	return a;
}

void
apply_free(struct apply *a)
{
	if (a) {
		free(a->row);
		free(a->place);
	}
	free(a);
}

/* Makes room for the longest possible list of rows. */
static int
room(struct apply *a, const struct gradient *d, struct fail *f)
{
	size_t n = 0, i, most = 0;

	for (i = 0; i < d->nrows; i++)
		n += d->rows[i].n;
	for (i = 0; i < a->params->n && a->change->every; i++)
		if (a->params->p[i].is.table)
			most = size_max(most, a->params->p[i].rows);
	n += most;
	if (n <= a->rows)
		return 0;
	free(a->row);
	a->rows = 0;
	a->row = malloc(n * sizeof(*a->row));
	if (!a->row)
		return fail_memory(f);
	a->rows = n;
	return 0;
}

/* Prefetches row i and its slots. */
static void
ask(const struct param *p, int32_t i)
{
	size_t at = (size_t)i * p->cols, j;

	vec_ask(p->cols, p->w + at);
	for (j = 0; j < PARAMS_SLOTS && p->slot[j]; j++)
		vec_ask(p->cols, p->slot[j] + at);
}

static void
rows_task(void *ctx, size_t i, int thread)
{
	const struct apply *a = ctx;
	struct param *p = a->p;
	size_t end = size_min((i + 1) * BLOCK, a->n), k, j;

	(void)thread; /* tasks have different rows */
	for (k = i * BLOCK; k < end; k++) {
		size_t at = (size_t)a->row[k].row * p->cols;
		real *slot[PARAMS_SLOTS] = {NULL};

		if (k + VEC_AHEAD < end)
			ask(p, a->row[k + VEC_AHEAD].row);
		for (j = 0; j < PARAMS_SLOTS && p->slot[j]; j++)
			slot[j] = p->slot[j] + at;
		a->change->optim->update(
		    p->cols, p->w + at, slot, a->row[k].g, &a->rates);
	}
}

/* Appends the rows of d to the list. */
static void
list(struct apply *a, const struct row_grads *d)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		a->row[a->n++] =
		    (struct apply_row){d->id[i], d->g + i * d->stride};
}

/* Appends the rows of the table that the list lacks. */
static void
list_others(struct apply *a)
{
	size_t i, n = a->n;

	for (i = 0; i < n; i++)
		a->place[a->row[i].row] = 0;
	for (i = 0; i < a->p->rows; i++)
		if (a->place[i] < 0)
			a->row[a->n++] = (struct apply_row){(int32_t)i, NULL};
	for (i = 0; i < n; i++)
		a->place[a->row[i].row] = -1;
}

/* Changes table i by the rows of all lookups that belong to it. */
static void
change_table(struct apply *a, const struct gradient *d, size_t i)
{
	size_t r;

	a->p = &a->params->p[i];
	a->n = 0;
	for (r = 0; r < d->nrows; r++)
		if (d->rows[r].param == i)
			list(a, &d->rows[r]);
	if (a->change->every)
		list_others(a);
	threads_for((a->n + BLOCK - 1) / BLOCK, rows_task, a);
}

/* Adds the rows that q and c share to c and removes them from q.  The removed
 * ids are kept behind the remaining ones. */
static void
merge(struct apply *a, struct row_grads *q, struct row_grads *c)
{
	const size_t D = a->params->p[q->param].cols;
	size_t i, left = 0;

	for (i = 0; i < c->n; i++)
		a->place[c->id[i]] = (int32_t)i;
	for (i = 0; i < q->n; i++) {
		const int32_t id = q->id[i], k = a->place[id];

		if (k >= 0) {
			vec_add(D, c->g + (size_t)k * c->stride,
			    q->g + i * q->stride);
			continue;
		}
		memmove(q->g + left * q->stride, q->g + i * q->stride,
		    D * sizeof(*q->g));
		q->id[i] = q->id[left];
		q->id[left++] = id;
	}
	for (i = 0; i < c->n; i++)
		a->place[c->id[i]] = -1;
	q->n = left;
}

/* Merges the rows of lookups in the same table, as when both towers share one,
 * so that each row is changed once. */
static void
merge_shared(struct apply *a, struct gradient *d)
{
	size_t i, k;

	for (i = 0; i < d->nrows; i++)
		for (k = i + 1; k < d->nrows; k++)
			if (d->rows[i].param == d->rows[k].param)
				merge(a, &d->rows[i], &d->rows[k]);
}

/* The squared norm of parameter i's gradient, summed in a fixed order. */
static double
squares(const struct params *n, const struct gradient *d, size_t i)
{
	const struct param *p = &n->p[i];
	double sum = 0;
	size_t r, j;

	if (!p->is.table)
		return vec_squares(p->rows * p->cols, d->dense + p->at);
	for (r = 0; r < d->nrows; r++) {
		const struct row_grads *a = &d->rows[r];

		if (a->param != i)
			continue;
		if (p->cols == a->stride)
			sum += vec_squares(a->n * a->stride, a->g);
		else
			for (j = 0; j < a->n; j++)
				sum +=
				    vec_squares(p->cols, a->g + j * a->stride);
	}
	return sum;
}

/* The factor that clips the whole gradient, times scale. */
static double
clipped(const struct apply *a, const struct gradient *d,
    const struct apply_change *c)
{
	double sum = 0;
	size_t i;

	if (!(c->clip > 0))
		return c->scale;
	for (i = 0; i < a->params->n; i++)
		sum += squares(a->params, d, i);
	return c->scale * optimizer_clip(c->clip, sum * c->scale * c->scale);
}

int
apply_gradient(struct apply *a, struct gradient *d,
    const struct apply_change *c, struct fail *f)
{
	double scale;
	size_t i;

	a->change = c;
	if (room(a, d, f))
		return -1;
	merge_shared(a, d);
	scale = clipped(a, d, c);
	optimizer_step(c->optim, c->options, c->rate, c->t, scale, &a->rates);
	for (i = 0; i < a->params->n; i++) {
		struct param *p = &a->params->p[i];

		if (c->clip_each > 0)
			optimizer_step(c->optim, c->options, c->rate, c->t,
			    scale *
				optimizer_clip(c->clip_each,
				    squares(a->params, d, i) * scale * scale),
			    &a->rates);
		if (p->is.table)
			change_table(a, d, i);
		else
			c->optim->update(p->rows * p->cols, p->w, p->slot,
			    d->dense + p->at, &a->rates);
	}
	return 0;
}
