/*
 * test_loss_double - every loss under every activation: its value against a
 * plain loop with a column for every copy, its gradient against difference
 * quotients, in double, where they can be told from rounding errors.
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

struct worst {
	double loss, gradient;
	size_t rows, moved; /* derivatives that are not 0 */
};

/* Computes the loss of case c with scores s [N], which become the gradient. */
static double
run(const struct loss *l, const struct loss_options *o,
    const struct loss_case *c, double *s, double *own)
{
	double scratch[(LOSS_SCRATCH + 2) * MOST];

	return loss_run(l, o,
	    &(const struct loss_block){1, c->n, c->n, s, c->w, &c->v, &c->y,
		NULL, own, NULL, scratch, NULL, NULL});
}

/* (L(s + e) - L(s - e)) / 2e at place i, with the error of order e^2 taken out
 * by a second quotient of twice the width (Richardson). */
static double
quotient(const struct loss *l, const struct loss_options *o,
    const struct loss_case *c, size_t i)
{
	double s[MOST], own, q[2];
	int k;

	for (k = 1; k <= 2; k++) {
		const double e = k * 1e-3;

		memcpy(s, c->s, c->n * sizeof(*s));
		s[i] = c->s[i] + e;
		q[k - 1] = run(l, o, c, s, &own);
		memcpy(s, c->s, c->n * sizeof(*s));
		s[i] = c->s[i] - e;
		q[k - 1] = (q[k - 1] - run(l, o, c, s, &own)) / (2 * e);
	}
	return (4 * q[0] - q[1]) / 3;
}

/* A difference is ignored if it is far below the largest derivative or the
 * rounding error of the loss in a quotient (or of a score of 1e4, which the
 * quotient moves by 1e-3). */
static void
try_case(const struct loss *l, const struct loss_options *o,
    const struct loss_case *c, struct worst *w)
{
	double s[MOST], own, loss, most = 0, far = 1;
	long double at[MOST], plain;
	size_t i;

	for (i = 0; i < c->n; i++) {
		at[i] = (long double)c->s[i];
		far = fmax(far, c->w[i] > 0 ? fabs(c->s[i]) : 0);
	}
	plain = plain_loss(l->name, c, at, o);
	memcpy(s, c->s, sizeof(s));
	loss = run(l, o, c, s, &own);
	w->rows++;
	w->loss = fmax(w->loss, isfinite(loss)
				    ? fabs(loss - (double)plain) /
					  (fabs((double)plain) + 1e-3 * far)
				    : INFINITY);
	s[c->y] += own;
	for (i = 0; i < c->n; i++)
		most = fmax(most, fabs(s[i]));
	for (i = 0; i < c->n; i++) {
		double q = quotient(l, o, c, i), off = fabs(s[i] - q);

		off -= 1e-9 * most + 2e-12 * (fabs(loss) + far);
		if (isnan(off) || (c->w[i] <= 0 && s[i] != 0))
			off = INFINITY;
		w->gradient =
		    fmax(w->gradient, off / (fabs(s[i]) + fabs(q) + 1e-300));
		w->moved += s[i] != 0;
	}
}

/* All cases, under one activation. */
static void
try_cases(
    const struct loss *l, struct loss_options o, const char *name, int mask)
{
	struct worst w = {0};
	struct loss_case c;
	size_t k;

	o.mask_accidental = mask;
	o.activation = name ? activation_find(name, &o.activation_x) : NULL;
	for (k = 0; case_fill(&c, k, &rng); k++) {
		if (case_fits(l, &o, k))
			try_case(l, &o, &c, &w);
	}
	ok((o.activation || !name) && w.loss <= 1e-12,
	    "%s, %s%s, smoothing %g: the loss is the long row's, off by %.1e",
	    l->name, name ? name : "no activation", mask ? ", masked" : "",
	    o.smoothing, w.loss);
	ok(w.gradient <= 1e-6 && w.moved > w.rows,
	    "%s, %s%s: %zu derivatives that are not 0 are the differences', "
	    "off by %.1e relative",
	    l->name, name ? name : "no activation", mask ? ", masked" : "",
	    w.moved, w.gradient);
}

static void
try_loss(const struct loss *l)
{
	static const char *const names[] = {NULL, "linear", "relu", "tanh",
	    "leaky-0.1", "elu-0.5", "elu-1", "selu"};
	static const struct loss_options options[] = {
	    {.items = 1000},
	    {.items = 50,
		.regularisation = 1.5,
		.smoothing = 0.2,
		.calibration = 0.75},
	};
	size_t i, j;
	int mask;

	for (i = 0; i < COUNTOF(options); i++)
		for (j = 0; j < COUNTOF(names); j++)
			for (mask = 0; mask < 2; mask++)
				try_cases(l, options[i], names[j], mask);
}

/* Three rows with leading dimension 11 at once give the same as one by one.
 * v NULL means 1. */
static void
test_rows(const struct loss *l)
{
	const struct loss_options o = {.items = 100,
	    .regularisation = 1,
	    .activation = activation_find("elu-1", &(double){0}),
	    .activation_x = 1};
	double s[3 * 11], t[3 * 11], w[9], own[3], one[3], total, sum = 0;
	double scratch[(LOSS_SCRATCH + 2) * 11];
	const double v[3] = {1, 1, 1};
	const int32_t y[3] = {0, 8, 3};
	size_t i;

	for (i = 0; i < COUNTOF(s); i++)
		s[i] = t[i] = rng_normal(&rng);
	for (i = 0; i < COUNTOF(w); i++)
		w[i] = 1 + rng_below(&rng, 3);
	total = loss_run(l, &o,
	    &(const struct loss_block){
		3, 9, 11, s, w, v, y, NULL, own, NULL, scratch, NULL, NULL});
	for (i = 0; i < 3; i++)
		sum += loss_run(l, &o,
		    &(const struct loss_block){1, 9, 11, t + 11 * i, w, NULL,
			y + i, NULL, one + i, NULL, scratch, NULL, NULL});
	ok(total == sum && !memcmp(s, t, sizeof(s)) &&
		!memcmp(own, one, sizeof(own)) &&
		loss_scratch(11) * 8 == sizeof(scratch),
	    "%s: rows do not meet, and leave what is behind them", l->name);
}

/* A row whose candidates 2 and 5 are masked, and its label 8 too, which counts
 * all the same, is one without their weights; the next row has them again. */
static void
test_masked(const struct loss *l)
{
	const struct loss_options o = {.items = 100, .regularisation = 1};
	const int32_t y[2] = {8, 8}, key[] = {3, 0, 1, 3, 2},
		      column[] = {8, -1, 5, 2};
	const struct loss_masked masked[2] = {{key, 5}, {NULL, 0}};
	double s[2 * 9], t[2 * 9], w[9], less[9], own[2], one[2], total, sum;
	double scratch[(LOSS_SCRATCH + 2) * 9];
	size_t i;

	for (i = 0; i < COUNTOF(s); i++)
		s[i] = t[i] = rng_normal(&rng);
	for (i = 0; i < COUNTOF(w); i++)
		less[i] = w[i] = 1 + rng_below(&rng, 3);
	less[2] = less[5] = 0;
	s[2] = t[2] = 9; /* it would be the greatest */
	total = loss_run(l, &o,
	    &(const struct loss_block){2, 9, 9, s, w, NULL, y, NULL, own, NULL,
		scratch, masked, column});
	sum = loss_run(l, &o,
	    &(const struct loss_block){1, 9, 9, t, less, NULL, y, NULL, one,
		NULL, scratch, NULL, NULL});
	sum += loss_run(l, &o,
	    &(const struct loss_block){1, 9, 9, t + 9, w, NULL, y, NULL,
		one + 1, NULL, scratch, NULL, NULL});
	ok(total == sum && !memcmp(s, t, sizeof(s)) &&
		!memcmp(own, one, sizeof(own)),
	    "%s: what is masked does not count, in its row alone", l->name);
}

static void
test_names(void)
{
	static const char *const bad[] = {"", "elu", "elu-", "elu-x", "elu--1",
	    "elu-0", "elu-inf", "elu-nan", "elu-0x1", "elu-1e99", "elu-1 ",
	    "elu-1-1", "eluu-1", "el-1", "relu-1", "relu-", "selu-1",
	    "softmax"};
	double x = 7;
	size_t i;
	int good = 1;

	for (i = 0; i < COUNTOF(bad); i++)
		good &= !activation_find(bad[i], &x);
	ok(good, "names that are no activation's are refused");
	good = activation_find("elu-0.5", &x) && x == 0.5;
	good &= activation_find("leaky-1e-2", &x) && x == 0.01;
	good &= activation_find("tanh", &x) && x == 0;
	ok(good, "elu-0.5 is elu with 0.5, tanh has no parameter");
	for (i = 0; activation_at(i); i++)
		good &= activation_at(i)->parameter ||
		        activation_find(activation_at(i)->name, &x) ==
		            activation_at(i);
	ok(good && i >= 5 && !loss_find("") && !loss_find("softmax-1"),
	    "the tables find their rows by name and no others");
}

int
main(void)
{
	const struct loss *l;
	size_t i;

	rng_seed(&rng, 3, 0);
	for (i = 0; (l = loss_at(i)); i++) {
		ok(loss_find(l->name) == l && *l->help, "%s is found", l->name);
		try_loss(l);
		test_rows(l);
		test_masked(l);
	}
	test_names();
	return done();
}
