/*
 * test_layer_double - every layer that users can name over packed tiles:
 * forward against a plain loop over each sequence by the equations, and
 * backward against difference quotients of forward, in double.
 *
 * The function that is derived is a random linear one of all outputs of a tile,
 * so that every event has a gradient of its own.  A derivative d and its
 * quotient q agree if
 *
 *   |d - q| <= 1e-6 (|d| + |q|) + 1e-9 G
 *
 * with G the largest derivative of the same parameter.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "nn/grads.h"
#include "nn/layer.h"
#include "nn/params.h"
#include "nn/tower.h"

#include "layer_work.h"
#include "plain_layer.h"
#include "tap.h"

static int kinked; /* the layer has a function with a kink */

/* The same of layers over whole sequences. */
static void
run_plain_sequences(const struct layer_work *w, double *h)
{
	const struct layer *l = w->pass.layer;
	double x[STEPS * WIDEST], y[STEPS * UNITS];
	struct plain_sequence s = {.in = l->in,
	    .out = l->out,
	    .heads = l->heads,
	    .norm = (int)l->norm};
	size_t b, k, e, i = 0;

	while (i < COUNTOF(plain_sequences) &&
	       strcmp(plain_sequences[i].name, l->kind->name) != 0)
		i++;
	if (i == COUNTOF(plain_sequences)) {
		ok(0, "%s has equations here", l->kind->name);
		exit(1);
	}
	for (k = 0; k < LAYER_PARAMS; k++)
		s.w[k] = w->params.p[l->param[k]].w;
	for (b = 0; b < (size_t)w->active[0]; b++) {
		const size_t n = (size_t)w->length[b];

		for (e = b, k = 0; k < n; e += (size_t)w->active[k++])
			memcpy(x + k * l->in,
			    w->x + (w->pass.at ? (size_t)w->at[e] : e) * l->in,
			    l->in * sizeof(*x));
		plain_sequences[i].run(&s, n, x, y);
		for (e = b, k = 0; k < n; e += (size_t)w->active[k++])
			memcpy(h + e * l->out, y + k * l->out,
			    l->out * sizeof(*y));
	}
}

/* The outputs of all events into h [E,H] by the equations, one sequence after
 * the other. */
static void
run_plain(const struct layer_work *w, double *h)
{
	const struct layer *l = w->pass.layer;
	const size_t H = l->out, R = (size_t)w->active[0];
	const real *u = w->params.p[l->param[0]].w;
	const real *c = w->params.p[l->param[1]].w + l->bias_row * l->in;
	size_t b, k, s, e, i = 0;

	while (i < COUNTOF(plain_layers) &&
	       strcmp(plain_layers[i].name, l->kind->name) != 0)
		i++;
	if (i == COUNTOF(plain_layers)) {
		run_plain_sequences(w, h);
		return;
	}
	for (b = 0; b < R; b++) {
		double was[STATES * UNITS] = {0}, next[STATES * UNITS];

		for (s = 0; s < l->kind->states && w->pass.start; s++)
			memcpy(was + s * H, w->start + (s * R + b) * H,
			    H * sizeof(*was));
		for (e = b, k = 0; k < (size_t)w->length[b]; k++) {
			size_t row = w->pass.at ? (size_t)w->at[e] : e;

			plain_layers[i].step(
			    H, w->x + row * l->in, u, c, was, next);
			memcpy(was, next, sizeof(was));
			memcpy(h + e * H, next, H * sizeof(*h));
			e += (size_t)w->active[k];
		}
	}
}

/* Is the output of every event that of the plain loop? */
static int
is_plain(const struct layer_work *w)
{
	static double h[EVENTS * UNITS];
	size_t i;

	run_plain(w, h);
	for (i = 0; i < w->tile.events * w->pass.layer->out; i++)
		if (!(fabs(h[i] - w->y[i]) <= 1e-13 * (1 + fabs(h[i]))))
			return 0;
	return 1;
}

/* The linear function of the layer's outputs. */
static double
value(struct layer_work *w)
{
	double sum = 0;
	size_t i;

	w->pass.layer->kind->forward(&w->pass);
	for (i = 0; i < w->tile.events * w->pass.layer->out; i++)
		sum += w->a[i] * w->y[i];
	return sum;
}

/* (L(p + e) - L(p - e)) / 2e, with the error of order e^2 taken out by a second
 * quotient of twice the width (Richardson).  Where there may be a kink between
 * them, so that they are far apart, e becomes less; the nearest two are
 * taken. */
static double
quotient(struct layer_work *w, double *p)
{
	const double was = *p;
	double q[2], e, best = 0, least = INFINITY;
	int i;

	for (e = 1e-3; e > (kinked ? 5e-6 : 5e-4); e /= 10) {
		for (i = 0; i < 2; i++) {
			double up;

			*p = was + (i + 1) * e;
			up = value(w);
			*p = was - (i + 1) * e;
			q[i] = (up - value(w)) / (2 * (i + 1) * e);
		}
		*p = was;
		if (fabs(q[0] - q[1]) < least) {
			least = fabs(q[0] - q[1]);
			best = (4 * q[0] - q[1]) / 3;
		}
		if (least <= 0.1 * e * (fabs(q[0]) + fabs(q[1])))
			break;
	}
	return best;
}

/* How far the derivatives g [n] by p [n] are off, relative; of at most 40.  Is
 * any of them not 0? */
static double
off_by(struct layer_work *w, size_t n, double *p, const double *g, int *some)
{
	const size_t tries = n < 40 ? n : 40;
	double most = 0, worst = 0, next = 0;
	size_t t, k;

	for (k = 0; k < n; k++)
		most = fmax(most, fabs(g[k]));
	*some = most > 1e-3;
	for (t = 0; t < tries; t++) {
		double q, off;

		k = n <= tries ? t : (size_t)rng_below(&rng, n);
		q = quotient(w, p + k);
		off = fmax(fabs(g[k] - q) - (kinked ? 1e-7 * (most + 1)
						    : 1e-9 * (most + 1e-3)),
		    0);
		off /= fabs(g[k]) + fabs(q) + 1e-300;
		if (isnan(q) || isnan(g[k]))
			return INFINITY;
		next = fmax(next, fmin(off, worst));
		worst = fmax(worst, off);
	}
	/* One may stand on a kink, and some near to one. */
	return kinked ? next / 100 : worst;
}

/* Backward once.  What is added to sums that are not 0 is what comes out. */
static void
run_backward(struct layer_work *w, double *dw)
{
	static double before[EVENTS * WIDEST];
	const struct params *n = &w->params;
	size_t i, j, size;

	grads_clear(&w->grads);
	fill(n->dense, w->grads.dense);
	memcpy(dw, w->grads.dense, n->dense * sizeof(*dw));
	fill(COUNTOF(w->dx), w->dx);
	if (!w->pass.at)
		memset(w->dx, 0, sizeof(w->dx)); /* as the tower has it */
	memcpy(before, w->dx, sizeof(before));
	memcpy(w->dy, w->a, sizeof(w->dy));
	w->pass.layer->kind->backward(&w->pass);
	for (i = 0; i < COUNTOF(w->dx); i++)
		w->dx[i] -= before[i];
	for (i = 0; i < n->dense; i++)
		dw[i] = w->grads.dense[i] - dw[i];
	for (i = 0; i < n->n; i++) {
		size = n->p[i].rows * n->p[i].cols;
		for (j = 0; j < size && n->p[i].is.bias; j++)
			dw[n->p[i].at + j] +=
			    w->grads.bias[n->p[i].bias_at + j];
	}
}

/* Has sequence b the same outputs, bit for bit, in a tile of its own? */
static int
is_same_alone(const struct layer_work *w, size_t b)
{
	static struct layer_work one;
	const struct layer *l = w->pass.layer;
	const size_t H = l->out, R = (size_t)w->active[0];
	size_t k, s, e;
	int good = 1;

	one = *w;
	one.tile = (struct layer_tile){
	    (size_t)w->length[b], (size_t)w->length[b], one.active};
	one.pass.keep = NULL;
	one.pass.tile = &one.tile;
	one.pass.n = one.tile.events;
	one.pass.x = one.x;
	one.pass.at = NULL;
	one.pass.y = one.y;
	for (s = 0; s < l->kind->states; s++)
		memcpy(one.start + s * H, w->start + (s * R + b) * H,
		    H * sizeof(*one.start));
	one.pass.start = w->pass.start ? one.start : NULL;
	for (e = b, k = 0; k < one.tile.steps; e += (size_t)w->active[k++]) {
		size_t row = w->pass.at ? (size_t)w->at[e] : e;

		one.active[k] = 1;
		memcpy(one.x + k * l->in, w->x + row * l->in,
		    l->in * sizeof(*one.x));
	}
	new_keep(&one.pass);
	l->kind->forward(&one.pass);
	for (e = b, k = 0; k < one.tile.steps; e += (size_t)w->active[k++])
		good &= !memcmp(one.y + k * H, w->y + e * H, H * sizeof(*w->y));
	free(one.pass.keep);
	return good;
}

static void
try_problem(const struct layer_kind *kind, const struct layer_problem *p)
{
	static struct layer_work w;
	double *dw, worst, off;
	int alone = 1, some, any;
	char what[200];
	size_t b, i;

	fill_work(&w, kind, p);
	(void)snprintf(what, sizeof(what),
	    "%s: %zu steps, %zu%s rows, %zu events, %zu units%s%s", kind->name,
	    p->steps, p->rows, p->ragged ? " ragged" : "", w.tile.events,
	    p->units, p->start ? ", carried state" : "",
	    p->at ? ", items" : "");
	kind->forward(&w.pass);
	for (b = 0; b < p->rows; b++)
		alone &= is_same_alone(&w, b);
	ok(is_plain(&w) && alone,
	    "%s: the outputs are the plain loop's, and the same alone", what);
	if (!(dw = malloc(w.params.dense * sizeof(*dw))))
		abort();
	run_backward(&w, dw);
	worst = off_by(&w, w.inputs * w.pass.layer->in, w.x, w.dx, &some);
	for (i = 0, any = 0; i < w.params.n; i++) {
		const struct param *q = &w.params.p[i];

		off = off_by(&w, q->rows * q->cols, q->w, dw + q->at, &any);
		worst = fmax(worst, off);
	}
	/* A single number, normalised, is a constant. */
	ok(worst <= 1e-6 && (some || (kinked && p->units == 1)),
	    "%s: derivatives by inputs and parameters off by %.1e", what,
	    worst);
	free(dw);
	free_work(&w);
}

int
main(void)
{
	static const struct layer_problem sizes[] = {
	    {1, 1, 1, 0, 0, 0, 0},
	    {1, 17, 7, 0, 0, 0, 0},
	    {3, 1, 5, 0, 0, 0, 0},
	    {2, 13, 4, 0, 0, 0, 0},
	    {7, 5, 9, 0, 0, 0, 0},
	    {2, 3, 5, 1, 0, 0, 0},
	    {9, 4, 6, 1, 0, 0, 0},
	    {5, 20, 3, 1, 0, 0, 0},
	    {12, 20, 8, 1, 0, 0, 0},
	    {12, 7, 4, 1, 0, 0, 0},
	};
	const struct layer_kind *kind;
	size_t i, k;
	int s;

	rng_seed(&rng, 3, 0);
	for (i = 0; (kind = layer_at(i)); i++) {
		for (k = 0; k < COUNTOF(sizes); k++) {
			for (s = 0; s < 4; s++) {
				struct layer_problem p = sizes[k];

				p.start = s & 1;
				p.at = s >> 1;
				p.norm = (enum layer_norm)(k % 3);
				kinked = kind->looks_back;
				if (!p.start || kind->states)
					try_problem(kind, &p);
			}
		}
	}
	return done();
}
