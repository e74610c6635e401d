/*
 * test_gradient_double - the gradient of every parameter, for every layer, loss
 * and shape of the towers, against central differences in double.
 *
 * A derivative d and its difference quotient q agree if
 *
 *   |d - q| <= 1e-6 (|d| + |q|) + 1e-9 G
 *
 * with G the largest derivative of the same parameter: q is made from losses,
 * whose rounding hides what is far smaller.  In nets with a kink (a ReLU) q has
 * narrow steps, so that rounding is 10 times as large.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "base/threads.h"
#include "data/field.h"
#include "data/item_values.h"
#include "nn/batch.h"
#include "nn/dropout.h"
#include "nn/gradient.h"
#include "nn/layer.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/objective.h"
#include "nn/params.h"
#include "nn/step.h"

#include "gradient_problems.h"
#include "tap.h"

static int32_t label[MOST_ROWS * MOST_STEPS];
static int narrow; /* the net has kinks or is steep: steps of q are narrow */

/* The weights of rows. */
static const real counts[] = {1, 0, 2.5, 0.5, 1};

/* Items repeat within a sequence, labels within the batch; row 0 is there as a
 * pad, as an unknown item and as an unknown label; some sequences are empty,
 * and those of ragged problems have weights. */
static void
fill_batch(struct batch *b, const struct gradient_problem *p,
    const struct batch_limits *l)
{
	size_t i, k;

	for (i = 0; i < p->n * p->k; i++) {
		item[i] = (int32_t)rng_below(&rng, p->v + 1);
		label[i] = (int32_t)rng_below(&rng, p->v + 1);
	}
	for (i = 0; i < p->n; i++)
		b->source[i] = (struct batch_row){.item = item + i * p->k,
		    .length = !strcmp(p->is.encoder, "none") ? 0
		              : p->ragged ? (size_t)rng_below(&rng, p->k + 1)
		                          : p->k,
		    .label = label + i * p->k,
		    .weight = p->ragged ? &counts[i % COUNTOF(counts)] : NULL,
		    .row = i};
	batch_fill(b, p->n, p->every, l);
	for (k = 1; k <= p->v && p->all; k++) {
		size_t at = 0;

		while (at < b->ncandidates && b->candidate[at] != (int32_t)k)
			at++;
		if (at == b->ncandidates) {
			b->candidate[b->ncandidates++] = (int32_t)k;
			b->weight[at] = 0;
			b->wanted[at] = 1;
		}
		b->weight[at] += (real)rng_below(&rng, 3);
	}
	if (p->all > 1)
		batch_mask_contexts(b);
}

/* Weights large enough that nothing is linear. */
static void
fill_net(struct params *n)
{
	size_t i;

	for (i = 0; i < n->size; i++)
		n->block[i] = 0.7 * rng_normal(&rng);
}

struct gradient_setting {
	struct net net;
	struct batch batch;
	struct step *step;
	struct objective objective;
	struct dropout dropout;
	double carried[4 * CARRIED * 8], carry[4 * CARRIED * 8];
};

/* With dropout the loss that goes with a gradient is one with masks too. */
static double
loss_now(struct gradient_setting *s)
{
	struct gradient d;
	double loss = 0;

	memcpy(s->carry, s->carried, sizeof(s->carry));
	if (step_gradient(s->step, &s->batch, &s->objective,
		s->dropout.hidden > 0 ? &s->dropout : NULL, &loss, &d, &f))
		ok(0, "step_gradient: %s", f.msg);
	return loss;
}

/* (L(w + e) - L(w - e)) / 2e, with the error of order e^2 taken out by a second
 * quotient of twice the width (Richardson).  Where there may be a kink within
 * them, e becomes less, and the quotient next to the derivative d is taken: a d
 * that is wrong is next to none. */
static double
quotient(struct gradient_setting *s, double *w, double d)
{
	const double was = *w;
	double q[2], e, x, best = INFINITY;
	int i;

	for (e = 1e-3; e > (narrow ? 5e-7 : 5e-4); e /= 10) {
		for (i = 0; i < 2; i++) {
			double up;

			*w = was + (i + 1) * e;
			up = loss_now(s);
			*w = was - (i + 1) * e;
			q[i] = (up - loss_now(s)) / (2 * (i + 1) * e);
		}
		*w = was;
		x = (4 * q[0] - q[1]) / 3;
		if (!(fabs(x - d) >= fabs(best - d)))
			best = x;
		if (fabs(best - d) <= 1e-8 * (fabs(best) + fabs(d)))
			break;
	}
	return best;
}

/* Adds rows g [n] that stand stride apart to those of a dense [.,cols]. */
static void
scatter(double *to, size_t cols, const int32_t *row, size_t n, const double *g,
    size_t stride)
{
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < cols; j++)
			to[(size_t)row[i] * cols + j] += g[i * stride + j];
}

/* The gradient of parameter i as a dense [rows,cols], by the lists of rows that
 * the batch has. */
static double *
dense(const struct gradient_setting *s, const struct gradient *d, size_t i)
{
	const struct param *p = &s->net.params->p[i];
	double *g = calloc(p->rows * p->cols, sizeof(*g));
	size_t r;

	if (!g)
		abort();
	if (!p->is.table)
		memcpy(g, d->dense + p->at, p->rows * p->cols * sizeof(*g));
	for (r = 0; r < d->nrows; r++) {
		const struct row_grads *a = &d->rows[r];

		if (a->param == i)
			scatter(g, p->cols, a->id, a->n, a->g, a->stride);
	}
	return g;
}

/* Compares at most tries derivatives of parameter i, the largest among them. */
static void
compare(struct gradient_setting *s, const char *what, size_t i, const double *g,
    size_t tries)
{
	struct param *p = &s->net.params->p[i];
	size_t n = p->rows * p->cols, k, t, largest = 0;
	double most = 0, worst = 0, sum = 0;

	for (k = 0; k < n; k++)
		if (fabs(g[k]) > most)
			most = fabs(g[largest = k]);
	for (t = 0; t < n && t < tries; t++) {
		double q, off;

		k = n <= tries ? t : (size_t)rng_below(&rng, n);
		k = n > tries && !t ? largest : k;
		q = quotient(s, p->w + k, g[k]);
		sum += fabs(q);
		off = fmax(fabs(g[k] - q) - 1e-9 * most, 0);
		off /= fabs(g[k]) + fabs(q) + 1e-300;
		worst = fmax(worst, off);
	}
	/* A constant that is added to a row of scores changes no softmax. */
	if (strstr(p->name, "key_bias")) {
		ok(most <= 1e-10, "%s: %s: all derivatives are 0", what,
		    p->name);
		return;
	}
	ok(worst <= (narrow ? 1e-5 : 1e-6) && most > (narrow ? 1e-7 : 1e-4) &&
		sum > 0,
	    "%s: %s: %zu derivatives, largest %.3g, off by %.1e relative", what,
	    p->name, t, most, worst);
}

static int
open_setting(struct gradient_setting *s, const struct gradient_problem *p)
{
	size_t i, events = p->n * p->k;
	struct batch_limits limits;

	if (net_alloc(&s->net, &p->is, 0, &f) ||
	    batch_alloc(&s->batch, p->n, events, events, p->v, &f) ||
	    take_fields(&s->batch, p) || take_items(&s->net, p) ||
	    !(s->step = step_new(&s->net, 0, &f)))
		return -1;
	fill_net(s->net.params);
	limits = net_limits(&s->net);
	fill_batch(&s->batch, p, &limits);
	for (i = 0; i < COUNTOF(s->carried); i++)
		s->carried[i] = 0.5 * rng_normal(&rng);
	if (p->carry) {
		s->batch.carry = s->carry;
		s->batch.stride = CARRIED;
	}
	s->dropout = (struct dropout){.embedding = p->dropout,
	    .hidden = p->dropout,
	    .item = p->dropout,
	    .seed = 3,
	    .step = 4};
	return 0;
}

static void
close_setting(struct gradient_setting *s, double **g)
{
	size_t i;

	for (i = 0; i < s->net.params->n; i++)
		free(g[i]);
	step_free(s->step);
	batch_free(&s->batch);
	net_free(&s->net);
}

/* Draws the problem and computes its gradient g [params] and its loss. */
static int
draw(struct gradient_setting *s, const struct gradient_problem *p, double **g,
    double *sum)
{
	struct gradient d;
	size_t i;

	if (open_setting(s, p))
		return -1;
	memcpy(s->carry, s->carried, sizeof(s->carry));
	if (step_gradient(s->step, &s->batch, &s->objective,
		p->dropout > 0 ? &s->dropout : NULL, sum, &d, &f))
		return -1;
	for (i = 0; i < s->net.params->n; i++)
		g[i] = dense(s, &d, i); /* d ends with the next step */
	return 0;
}

/* Is the gradient of some parameter 0, as where all labels are equal? */
static int
is_dull(const struct gradient_setting *s, double *const *g)
{
	const struct params *all = s->net.params;
	size_t i, k, dull = 0;

	for (i = 0; i < all->n && !dull; i++) {
		k = all->p[i].rows * all->p[i].cols;
		while (k > 0 && fabs(g[i][k - 1]) <= 1e-4)
			k--;
		dull = k == 0 && !strstr(all->p[i].name, "key_bias");
	}
	return dull > 0;
}

static void
try_problem(const struct gradient_problem *p, const struct loss *loss,
    const struct loss_options *options, size_t tries)
{
	struct gradient_setting s;
	double *g[PARAMS_MOST], sum = 0, again = 0;
	char what[400];
	size_t i, draws = 0;

	(void)snprintf(what, sizeof(what), "%s, %s, %s", p->is.encoder,
	    loss->name, p->what);
	for (;;) {
		memset(g, 0, sizeof(g));
		s = (struct gradient_setting){.objective = {loss, options}};
		if (draw(&s, p, g, &sum)) {
			ok(0, "%s: %s", what, f.msg);
			return;
		}
		/* A gradient that is missing is 0 in every draw, and fails. */
		if (!is_dull(&s, g) || ++draws == 5)
			break;
		close_setting(&s, g);
	}
	memcpy(s.carry, s.carried, sizeof(s.carry));
	if (step_loss(s.step, &s.batch, &s.objective, &again, NULL, &f))
		ok(0, "%s: %s", what, f.msg);
	if (!(p->dropout > 0))
		ok(fabs(sum - again) <= 1e-12 * fabs(sum) && sum > 0,
		    "%s: the loss %.6f is that of the pass without gradient",
		    what, sum);
	for (i = 0; i < s.net.params->n; i++)
		compare(&s, what, i, g[i], tries);
	close_setting(&s, g);
}

static struct gradient_problem
completed(const struct gradient_problem *p, const struct layer_kind *kind)
{
	struct gradient_problem q = *p;
	size_t l, n = 0;

	/* Kinks are many in many rows; and few columns may be much alike, so
	 * that what normalises them is steep. */
	if (kind && kind->looks_back) {
		q.n = size_min(q.n, 60);
		q.units += 4;
	}
	for (l = 0; l < q.layers; l++)
		n += (size_t)snprintf(q.is.encoder + n, NET_WORDS - n,
		    "%s%s:%zu", l ? "," : "", kind->name, q.units);
	narrow = kind == &layer_attention || kind == &layer_cnn ||
	         kind == &layer_readout || *q.is.hidden || *q.is.item_hidden;
	q.is.heads = size_max(q.is.heads, 1);
	q.is.positions = MOST_STEPS;
	q.is.placed = q.is.heads < 2; /* both ways are tried */
	if (!(q.is.temperature > 0))
		q.is.temperature = 1;
	return q;
}

/* Of the kind of that name, or of all. */
int
main(int argc, char **argv)
{
	static const struct loss_options plain = {
	    .regularisation = 0.5, .calibration = 0.75, .items = 50};
	static const struct loss_options other = {.smoothing = 0.1,
	    .mask_accidental = 1,
	    .calibration = 0.75,
	    .items = 50};
	const struct layer_kind *kind;
	const struct loss *loss;
	struct gradient_problem p;
	size_t i, j, k;

	threads_set(2);
	for (i = 0; (kind = layer_at(i)); i++) {
		if (argc > 1 && strcmp(kind->name, argv[1]) != 0)
			continue;
		/* Each loss, and the shapes, draw from streams of their own, so
		 * that a new loss or layer changes no other case. */
		for (j = 0; (loss = loss_at(j)); j++) {
			rng_seed(&rng, 7, 1 + j);
			for (k = 0; k < COUNTOF(all_alike); k++) {
				if (kind->looks_back && j && k > 1)
					break; /* the others take long */
				p = completed(&all_alike[k], kind);
				try_problem(
				    &p, loss, &plain, p.n > 100 ? 20 : 100);
			}
		}
		rng_seed(&rng, 7, 0);
		for (k = 0; k < COUNTOF(shapes); k++) {
			const struct rng was = rng;

			p = completed(&shapes[k], kind);
			if (p.carry && kind->looks_back)
				continue;
			try_problem(&p, loss_find("softmax"),
			    k % 2 ? &plain : &other, p.n > 100 ? 20 : 100);
			if (p.is.nfields) /* the others stay as they were */
				rng = was;
		}
	}
	rng_seed(&rng, 7, 0);
	for (k = 0; k < COUNTOF(bare); k++) {
		p = completed(&bare[k], NULL);
		try_problem(&p, loss_find("softmax"), k % 2 ? &plain : &other,
		    p.n > 100 ? 20 : 100);
	}
	return done();
}
