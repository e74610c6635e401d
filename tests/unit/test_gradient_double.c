/*
 * test_gradient_double - the gradient of every parameter of every cell under
 * every loss against central differences, in double, where these can be told
 * from rounding.
 *
 * A derivative d and its difference quotient q agree if
 *
 *   |d - q| <= 1e-6 (|d| + |q|) + 1e-9 G
 *
 * with G the largest derivative of the same parameter: what is far below it is
 * lost in the rounding of the loss that q is made from.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/par.h"
#include "base/rng.h"
#include "data/examples.h"
#include "nn/batch.h"
#include "nn/cell.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optim.h"
#include "nn/step.h"

#include "tap.h"

#define MOST_ROWS 500
#define MOST_STEPS 7

static struct rng rng;
static struct fail f;

/* A problem: n examples of k items over v, as asked for. */
struct problem {
	const char *what;
	size_t v, dim, units, k, n;
	int masked;
};

static int32_t context[MOST_ROWS * MOST_STEPS], length[MOST_ROWS];
static int32_t label[MOST_ROWS];

/* Items repeat within a context, labels within the batch; row 0 is there as a
 * pad, as an unknown item and as an unknown label. */
static void
fill_examples(const struct problem *p)
{
	size_t i, k;

	for (i = 0; i < p->n; i++) {
		length[i] = (int32_t)rng_below(&rng, p->k + 1);
		label[i] = (int32_t)rng_below(&rng, p->v + 1);
		for (k = 0; k < p->k; k++)
			context[i * p->k + k] =
			    k < (size_t)length[i]
				? (int32_t)rng_below(&rng, p->v + 1)
				: 0;
	}
}

/* Weights large enough that nothing is linear. */
static void
fill_net(struct net *n)
{
	size_t i, k;

	for (i = 0; i < NET_PARAMS; i++)
		for (k = 0; k < n->p[i].rows * n->p[i].cols; k++)
			n->p[i].w[k] = 0.7 * rng_normal(&rng);
}

struct setting {
	struct net net;
	struct batch batch;
	struct step *step;
	const struct loss *loss;
};

static double
loss_now(struct setting *s)
{
	double loss = 0;

	if (step_loss(s->step, &s->batch, s->loss, &loss, &f))
		ok(0, "step_loss: %s", f.msg);
	return loss;
}

/* (L(w + e) - L(w - e)) / 2e, with the error of order e^2 taken out by a second
 * quotient of twice the width (Richardson). */
static double
quotient(struct setting *s, double *w)
{
	const double was = *w, e = 1e-3;
	double q[2];
	int i;

	for (i = 0; i < 2; i++) {
		double up;

		*w = was + (i + 1) * e;
		up = loss_now(s);
		*w = was - (i + 1) * e;
		q[i] = (up - loss_now(s)) / (2 * (i + 1) * e);
	}
	*w = was;
	return (4 * q[0] - q[1]) / 3;
}

/* The gradient of parameter i as a dense [rows,cols], by the lists of rows that
 * the batch has. */
static double *
dense(const struct setting *s, const struct gradient *d, size_t i)
{
	const struct param *p = &s->net.p[i];
	const double *from[NET_PARAMS] = {
	    d->query, d->candidate, d->kernel, d->recurrent, d->bias};
	const struct batch *b = &s->batch;
	double *g = calloc(p->rows * p->cols, sizeof(*g));
	size_t n = i == NET_QUERY ? b->nitems : b->nlabels, k;
	const int32_t *row = i == NET_QUERY ? b->item : b->label;

	if (!g)
		abort();
	if (i != NET_QUERY && i != NET_CANDIDATE) {
		memcpy(g, from[i], p->rows * p->cols * sizeof(*g));
		return g;
	}
	for (k = 0; k < n; k++)
		memcpy(g + (size_t)row[k] * p->cols, from[i] + k * p->cols,
		    p->cols * sizeof(*g));
	return g;
}

/* Compares at most tries derivatives of parameter i. */
static void
compare(struct setting *s, const char *what, size_t i, const double *g,
    size_t tries)
{
	struct param *p = &s->net.p[i];
	size_t n = p->rows * p->cols, k, t;
	double most = 0, worst = 0, sum = 0;

	for (k = 0; k < n; k++)
		most = fmax(most, fabs(g[k]));
	for (t = 0; t < n && t < tries; t++) {
		double q, off;

		k = n <= tries ? t : (size_t)rng_below(&rng, n);
		q = quotient(s, p->w + k);
		sum += fabs(q);
		off = fmax(fabs(g[k] - q) - 1e-9 * most, 0);
		worst = fmax(worst, off / (fabs(g[k]) + fabs(q) + 1e-300));
	}
	ok(worst <= 1e-6 && most > 1e-3 && sum > 0,
	    "%s: %s: %zu derivatives, largest %.3g, off by %.1e relative", what,
	    p->name, t, most, worst);
}

static void
try_problem(const struct problem *p, const struct cell *cell,
    const struct loss *loss, size_t tries)
{
	struct examples x = {.n = p->n,
	    .k = p->k,
	    .context = context,
	    .length = length,
	    .label = label};
	struct setting s = {.loss = loss};
	double *g[NET_PARAMS], sum;
	struct gradient d;
	char what[200];
	size_t i;

	fill_examples(p);
	if (net_alloc(&s.net, p->v, p->dim, p->units, cell, 1, &f) ||
	    batch_alloc(&s.batch, p->n, p->k, p->v, p->masked, &f) ||
	    !(s.step = step_new(&s.net, &f))) {
		ok(0, "%s", f.msg);
		return;
	}
	s.net.mask_padding = p->masked;
	fill_net(&s.net);
	batch_fill(&s.batch, &x, NULL, 0, p->n, p->units);
	(void)snprintf(what, sizeof(what), "%s, %s, %s%s", cell->name,
	    loss->name, p->what, p->masked ? ", pads masked" : "");
	if (step_gradient(s.step, &s.batch, loss, &sum, &d, &f))
		ok(0, "%s: %s", what, f.msg);
	for (i = 0; i < NET_PARAMS; i++)
		g[i] = dense(&s, &d, i); /* d does not outlive the next step */
	ok(fabs(sum - loss_now(&s)) <= 1e-12 * fabs(sum) && sum > 0,
	    "%s: the loss %.6f is that of the pass without gradient", what,
	    sum);
	for (i = 0; i < NET_PARAMS; i++) {
		compare(&s, what, i, g[i], tries);
		free(g[i]);
	}
	step_free(s.step);
	batch_free(&s.batch);
	net_free(&s.net);
}

int
main(void)
{
	static const struct problem problems[] = {
	    {"3 rows", 5, 3, 5, 2, 3, 0},
	    {"9 rows", 6, 3, 5, 4, 9, 0},
	    {"9 rows", 6, 3, 5, 4, 9, 1},
	    {"131 rows", 40, 3, 5, 3, 131, 0},
	    {"131 rows", 40, 3, 5, 7, 131, 1},
	    {"467 rows", 77, 4, 6, 3, 467, 0},
	    {"467 rows", 77, 4, 6, 3, 467, 1},
	};
	const struct cell *cell;
	const struct loss *loss;
	size_t i, j, k;

	rng_seed(&rng, 7, 0);
	par_set_threads(2);
	for (i = 0; (cell = cell_at(i)); i++)
		for (j = 0; (loss = loss_at(j)); j++)
			for (k = 0; k < COUNTOF(problems); k++)
				try_problem(&problems[k], cell, loss,
				    problems[k].n > 100 ? 30 : 200);
	return done();
}
