/* update - the change that a step's gradient makes; see nn/step.h. */
/* SPDX-License-Identifier: MIT */
#include "nn/step.h"

#include "base/threads.h"
#include "math/optimizer_kernels.h"
#include "math/vec.h"
#include "nn/batch.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/workspace.h"

#define BLOCK 256 /* rows that are one task */

/* Rows of a table that change. */
struct apply_rows {
	struct param *p;
	const struct step_row *row; /* [n] */
	size_t n;
	const struct optimizer *optim;
	const struct optimizer_rates *descent;
};

/* Asks for row i and what the optimiser keeps of it. */
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
	const struct apply_rows *r = ctx;
	struct param *p = r->p;
	size_t end = size_min((i + 1) * BLOCK, r->n), k, j;

	(void)thread; /* the rows are its own */
	for (k = i * BLOCK; k < end; k++) {
		size_t at = (size_t)r->row[k].row * p->cols;
		real *slot[PARAMS_SLOTS] = {NULL};

		if (k + VEC_AHEAD < end)
			ask(p, r->row[k + VEC_AHEAD].row);
		for (j = 0; j < PARAMS_SLOTS && p->slot[j]; j++)
			slot[j] = p->slot[j] + at;
		r->optim->update(
		    p->cols, p->w + at, slot, r->row[k].g, r->descent);
	}
}

/*
 * The rows of a table that have a gradient, id [n] with g [n,stride], and with
 * every the rows [all] that have none.  Returns how many.
 */
static size_t
list_rows(struct step *s, struct batch *b, const int32_t *id, size_t n, real *g,
    size_t stride, size_t all, int every)
{
	size_t i, count = n;

	for (i = 0; i < n; i++)
		s->row[i] = (struct step_row){id[i], g + i * stride};
	if (!every)
		return n;
	for (i = 0; i < n; i++)
		b->place[id[i]] = 0;
	for (i = 0; i < all; i++)
		if (b->place[i] < 0)
			s->row[count++] = (struct step_row){(int32_t)i, NULL};
	batch_forget(b, id, n);
	return count;
}

/*
 * Where both towers have one table: adds the gradients of items that are
 * candidates too to those of the candidates, and moves the others to the front
 * of the list, item [*n] and query [*n,D].
 */
static void
merge_tied(
    const struct params *net, struct batch *b, struct gradient *d, size_t *n)
{
	const size_t D = net->is.dim, E = params_columns(net);
	size_t i, j, left = 0;

	for (i = 0; i < b->ncandidates; i++)
		b->place[b->candidate[i]] = (int32_t)i;
	for (i = 0; i < b->nitems; i++) {
		int32_t c = b->place[b->item[i]];
		const real *g = d->query + i * D;

		if (c >= 0) {
			vec_add(D, d->candidate + (size_t)c * E, g);
			continue;
		}
		for (j = 0; j < D; j++)
			d->query[left * D + j] = g[j];
		b->item[left++] = b->item[i];
	}
	batch_forget(b, b->candidate, b->ncandidates);
	*n = left;
}

/* The squares of all gradients, added up in a fixed order. */
static double
squares(const struct params *net, const struct batch *b,
    const struct gradient *d, size_t nitems)
{
	double sum =
	    vec_squares(nitems * net->is.dim, d->query) +
	    vec_squares(b->ncandidates * params_columns(net), d->candidate);
	size_t i;

	for (i = 0; i < PARAM_COUNT; i++)
		if (d->dense[i])
			sum += vec_squares(
			    net->p[i].rows * net->p[i].cols, d->dense[i]);
	return sum;
}

static void
change_table(
    struct apply_rows *r, struct param *p, const struct step *s, size_t n)
{
	r->p = p;
	r->row = s->row;
	r->n = n;
	threads_for((n + BLOCK - 1) / BLOCK, rows_task, r);
}

/* The tables: of a shared one the rows of both lists are shown at once. */
static void
change_tables(struct step *s, struct params *net, struct batch *b,
    const struct gradient *d, size_t nitems, struct apply_rows *r, int every)
{
	const size_t D = net->is.dim, E = params_columns(net),
		     all = net->is.items + 1, U = b->ncandidates;
	struct param *p = net->p;
	size_t n, i;

	if (net->is.tied) {
		/* What is neither in one list nor in the other comes last. */
		for (i = 0; i < nitems && every; i++)
			b->place[b->item[i]] = 0;
		n = list_rows(
		    s, b, b->candidate, U, d->candidate, E, all, every);
		for (i = 0; i < nitems; i++)
			s->row[n++] =
			    (struct step_row){b->item[i], d->query + i * D};
		batch_forget(b, b->item, nitems);
		change_table(r, &p[PARAM_QUERY], s, n);
	} else {
		n = list_rows(s, b, b->item, nitems, d->query, D, all, every);
		change_table(r, &p[PARAM_QUERY], s, n);
		n = list_rows(
		    s, b, b->candidate, U, d->candidate, E, all, every);
		change_table(r, &p[PARAM_CANDIDATE], s, n);
	}
	if (net->is.item_bias) {
		n = list_rows(
		    s, b, b->candidate, U, d->candidate + D, E, all, every);
		change_table(r, &p[PARAM_ITEM_BIAS], s, n);
	}
}

int
step_update(struct step *s, struct params *net, struct batch *b,
    struct gradient *d, const struct step_change *c, struct fail *f)
{
	size_t nitems = b->nitems, i, rows = b->nitems + b->ncandidates;
	struct optimizer_rates descent;
	struct apply_rows r = {.optim = c->optim, .descent = &descent};
	double scale = c->scale;

	if (workspace_rows(s, c->every ? rows + net->is.items + 1 : rows, f))
		return -1;
	if (net->is.tied)
		merge_tied(net, b, d, &nitems);
	if (c->clip > 0)
		scale *= optimizer_clip(
		    c->clip, squares(net, b, d, nitems) * scale * scale);
	optimizer_step(c->optim, c->options, c->rate, c->t, scale, &descent);
	change_tables(s, net, b, d, nitems, &r, c->every);
	for (i = 0; i < PARAM_COUNT; i++) {
		struct param *p = &net->p[i];

		if (d->dense[i])
			c->optim->update(p->rows * p->cols, p->w, p->slot,
			    d->dense[i], &descent);
	}
	return 0;
}
