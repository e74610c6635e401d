/*
 * test_loss - every loss in float against a plain loop with a column for every
 * copy, and its gradient against difference quotients of that loop, in long
 * double.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "nn/activation.h"
#include "nn/loss.h"

#include "loss_cases.h"
#include "tap.h"

static struct rng rng;

static long double
quotient(const struct loss *l, const struct loss_options *o,
    const struct loss_case *c, size_t i)
{
	long double s[MOST], q[2];
	size_t j;
	int k;

	for (j = 0; j < c->n; j++)
		s[j] = (long double)c->s[j];
	for (k = 1; k <= 2; k++) {
		const long double e = k * 1e-3L, was = s[i];

		s[i] = was + e;
		q[k - 1] = plain_loss(l->name, c, s, o);
		s[i] = was - e;
		q[k - 1] = (q[k - 1] - plain_loss(l->name, c, s, o)) / (2 * e);
		s[i] = was;
	}
	return (4 * q[0] - q[1]) / 3;
}

/* Returns the errors of a case's loss and gradient, relative to the loss and
 * to the largest derivative (at least 0.02).  A score of 1e4 is only exact
 * to 1e-3. */
static void
try_case(const struct loss *l, const struct loss_options *o,
    const struct loss_case *c, double *loss_off, double *off)
{
	float s[MOST], own, scratch[(LOSS_SCRATCH + 2) * MOST];
	double q[MOST], most = 0, far = 0, loss;
	long double at[MOST], plain;
	size_t i;

	for (i = 0; i < c->n; i++) {
		at[i] = (long double)c->s[i];
		if (c->w[i] > 0)
			far = fmax(far, fabs((double)c->s[i]));
		q[i] = (double)quotient(l, o, c, i);
		most = fmax(most, fabs(q[i]));
	}
	plain = plain_loss(l->name, c, at, o);
	memcpy(s, c->s, sizeof(s));
	loss = loss_run(l, o,
	    &(const struct loss_block){1, c->n, c->n, s, c->w, &c->v, &c->y,
		NULL, &own, NULL, scratch, NULL, NULL});
	*loss_off = fmax(*loss_off,
	    isfinite(loss)
		? fabs(loss - (double)plain) / (fabs((double)plain) + 1 + far)
		: INFINITY);
	for (i = 0; i < c->n; i++) {
		double d =
		    (double)s[i] + ((int32_t)i == c->y ? (double)own : 0);

		*off = isfinite(d) ? fmax(*off, fabs(d - q[i]) / (most + 0.02))
		                   : INFINITY;
	}
}

static void
try_loss(const struct loss *l, struct loss_options o, const char *name)
{
	double loss = 0, off = 0;
	struct loss_case c;
	size_t k;

	o.activation = activation_find(name, &o.activation_x);
	for (k = 0; case_fill(&c, k, &rng); k++) {
		if (case_fits(l, &o, k))
			try_case(l, &o, &c, &loss, &off);
	}
	ok(o.activation && loss <= 2e-6 && off <= 2e-5,
	    "%s, %s%s, smoothing %g: the loss is off by %.1e, its gradient by "
	    "%.1e",
	    l->name, name, o.mask_accidental ? ", masked" : "", o.smoothing,
	    loss, off);
}

/* If the label's score is far above or below all others, the derivatives of
 * the pairwise losses are tiny, but still right. */
static void
test_own(void)
{
	static const char *const names[] = {
	    "bpr", "bpr-max", "top1", "top1-max"};
	const struct loss_options o = {.items = 2};
	float scratch[(LOSS_SCRATCH + 2) * 3];
	size_t i;

	for (i = 0; i < COUNTOF(names); i++) {
		const struct loss *l = loss_find(names[i]);
		struct loss_case c = {.n = 3,
		    .s = {-2, 14, -1.5f},
		    .w = {1, 1, 2},
		    .v = 1,
		    .y = 1};
		float s[3] = {-2, 14, -1.5f}, own;
		double q = (double)quotient(l, &o, &c, 1), off;

		(void)loss_run(l, &o,
		    &(const struct loss_block){1, 3, 3, s, c.w, NULL, &c.y,
			NULL, &own, NULL, scratch, NULL, NULL});
		off = fabs((double)(own + s[1]) / q - 1);
		ok(off <= 2e-6,
		    "%s: the wanted score's derivative, near 1e-7, is off by "
		    "%.1e of itself",
		    names[i], off);
	}
}

int
main(void)
{
	static const char *const names[] = {"linear", "elu-0.5", "relu"};
	const struct loss *l;
	size_t i, j;
	int mask;

	rng_seed(&rng, 4, 0);
	for (i = 0; (l = loss_at(i)); i++) {
		for (j = 0; j < COUNTOF(names); j++) {
			for (mask = 0; mask < 2; mask++) {
				struct loss_options o = {.items = 60,
				    .calibration = 0.5,
				    .mask_accidental = mask};

				try_loss(l, o, names[j]);
				o.smoothing = 0.1;
				o.regularisation = 0.5;
				try_loss(l, o, names[j]);
			}
		}
	}
	test_own();
	return done();
}
