/*
 * loss_cases - rows of scores to test losses on, and the losses from the
 * papers' formulas as plain loops in long double, with a column for every copy.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOSS_CASES_H
#define LOSS_CASES_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/rng.h"
#include "nn/activation.h"
#include "nn/loss.h"

#define MOST 80     /* N */
#define COLUMNS 400 /* copies in all */

struct loss_case {
	char what[100];
	size_t n;
	real s[MOST], w[MOST], v;
	int32_t y;
};

/* A long row: score and weight of each column, and the column of the label. */
struct loss_columns {
	size_t n, wanted;
	long double s[COLUMNS], w[COLUMNS];
};

/* f(s) by its definition; name without the parameter. */
static inline long double
activated(const char *name, long double x, long double s)
{
	if (!strcmp(name, "relu"))
		return s > 0 ? s : 0;
	if (!strcmp(name, "tanh"))
		return tanhl(s);
	if (!strcmp(name, "leaky"))
		return s >= 0 ? s : x * s;
	if (!strcmp(name, "elu"))
		return s >= 0 ? s : x * expm1l(s);
	if (!strcmp(name, "selu"))
		return 1.0507009873554805L *
		       (s >= 0 ? s : 1.6732632423543772L * expm1l(s));
	return strcmp(name, "linear") ? NAN : s;
}

static inline void
columns_add(struct loss_columns *c, long double s, long double w)
{
	c->s[c->n] = s;
	c->w[c->n++] = w;
}

/* Candidate n has w[n] columns, or one of weight w[n] if that is not whole.
 * The label's copy comes first. s [N] are the scores of the candidates,
 * instead of the case's. */
static inline void
columns_of(struct loss_columns *c, const struct loss_case *k,
    const long double *s, const struct loss_options *o)
{
	size_t i, j;

	c->n = c->wanted = 0;
	columns_add(c, 0, (long double)k->v);
	for (i = 0; i < k->n; i++) {
		long double left = (long double)k->w[i];

		if ((int32_t)i == k->y)
			left -= (long double)k->v;
		if ((int32_t)i == k->y && o->mask_accidental)
			left = 0;
		if (left > 0 && left != floorl(left))
			columns_add(c, s[i], left);
		else
			for (j = 0; j < (size_t)left; j++)
				columns_add(c, s[i], 1);
	}
	c->s[0] = s[k->y];
	for (i = 0; o->activation && i < c->n; i++)
		c->s[i] = activated(
		    o->activation->name, (long double)o->activation_x, c->s[i]);
}

static inline long double
softplusl(long double x)
{
	return fmaxl(x, 0) + log1pl(expl(-fabsl(x)));
}

static inline long double
sigmoidl(long double x)
{
	return expl(-softplusl(-x));
}

/* ln of the sum of w exp(s), from column first on. */
static inline long double
log_sum(const struct loss_columns *c, const long double *s, size_t first)
{
	long double most = -INFINITY, sum = 0;
	size_t j;

	for (j = first; j < c->n; j++)
		most = fmaxl(most, s[j]);
	for (j = first; j < c->n; j++)
		sum += c->w[j] * expl(s[j] - most);
	return most + logl(sum);
}

static inline long double
plain_softmax(const struct loss_columns *c, const struct loss_options *o)
{
	long double z = log_sum(c, c->s, 0), n = (long double)c->n;
	long double e = (long double)o->smoothing, sum = 0;
	size_t j;

	if (o->smoothing <= 0 || c->n == 1)
		return z - c->s[0] - logl(c->w[0]);
	for (j = 0; j < c->n; j++)
		sum += z - c->s[j];
	return (1 - n / (n - 1) * e) * (z - c->s[0]) + e / (n - 1) * sum;
}

static inline long double
plain_bpr(const struct loss_columns *c, const struct loss_options *o)
{
	long double sum = 0;
	size_t j;

	(void)o;
	for (j = 0; j < c->n; j++)
		sum += softplusl(c->s[j] - c->s[0]);
	return sum;
}

static inline long double
plain_bpr_max(const struct loss_columns *c, const struct loss_options *o)
{
	long double z = log_sum(c, c->s, 1), t[COLUMNS], squares = 0;
	size_t j;

	if (c->n == 1)
		return 0;
	for (j = 1; j < c->n; j++) {
		t[j] = c->s[j] - z - softplusl(c->s[j] - c->s[0]);
		squares += expl(c->s[j] - z) * c->s[j] * c->s[j];
	}
	return -log_sum(c, t, 1) + (long double)o->regularisation * squares;
}

static inline long double
plain_top1(const struct loss_columns *c, const struct loss_options *o)
{
	long double sum = 0;
	size_t j;

	(void)o;
	for (j = 0; j < c->n; j++)
		sum +=
		    sigmoidl(c->s[j] - c->s[0]) + sigmoidl(c->s[j] * c->s[j]);
	return (sum - sigmoidl(c->s[0] * c->s[0])) / (long double)c->n;
}

static inline long double
plain_top1_max(const struct loss_columns *c, const struct loss_options *o)
{
	long double z = log_sum(c, c->s, 1), sum = 0;
	size_t j;

	(void)o;
	for (j = 1; j < c->n; j++)
		sum += expl(c->s[j] - z) * (sigmoidl(c->s[j] - c->s[0]) +
					       sigmoidl(c->s[j] * c->s[j]));
	return sum;
}

static inline long double
plain_gbce(const struct loss_columns *c, const struct loss_options *o)
{
	long double k = (long double)c->n - 1, sum, b = 1;
	long double a = k / ((long double)o->items - 1);
	long double t = (long double)o->calibration;
	size_t j;

	if (k > 0 && a < 1)
		b = a * (t * (1 - 1 / a) + 1 / a);
	else if (a < 1)
		b = 1 - t;
	sum = b * softplusl(-c->s[0]);
	for (j = 1; j < c->n; j++)
		sum += softplusl(c->s[j]);
	return sum / (k + 1);
}

/* The loss called name of case k with scores s [N]; NaN if it is not
 * restated here. */
static inline long double
plain_loss(const char *name, const struct loss_case *k, const long double *s,
    const struct loss_options *o)
{
	static const struct {
		const char *name;
		long double (*run)(
		    const struct loss_columns *, const struct loss_options *);
	} plain[] = {{"softmax", plain_softmax}, {"bpr", plain_bpr},
	    {"bpr-max", plain_bpr_max}, {"top1", plain_top1},
	    {"top1-max", plain_top1_max}, {"gbce", plain_gbce}};
	struct loss_columns c;
	size_t i;

	columns_of(&c, k, s, o);
	for (i = 0; i < COUNTOF(plain); i++) {
		if (!strcmp(plain[i].name, name))
			return plain[i].run(&c, o);
	}
	return NAN;
}

/* Makes case k.  Returns 0 past the last case. */

struct case_kind {
	const char *what;
	size_t n;
	double spread; /* scores are normal, times this; 0: all are 0.7 */
	double wanted; /* added to the label's score */
	/* Every so many-th candidate has weight 0 and the highest score. */
	int zero;
	int most;     /* weights are 1 to this; 0: only the label has one */
	int copies;   /* the label's weight */
	int weighted; /* weights and v as with --logq */
};

static const struct case_kind case_kinds[] = {
    {"1 candidate", 1, 1, 0, 0, 1, 1, 0},
    {"1 candidate, 3 copies", 1, 1, 0, 0, 1, 3, 0},
    {"9 candidates, but for 1 without weight", 9, 1, 0, 0, 0, 1, 0},
    {"2 candidates", 2, 1, 0, 0, 1, 1, 0},
    {"5 candidates", 5, 1, 0, 0, 3, 2, 0},
    {"16 candidates", 16, 2, 0, 0, 3, 1, 0},
    {"77 candidates", 77, 1, 0, 0, 4, 4, 0},
    {"77 candidates, wide", 77, 5, 0, 0, 2, 2, 0},
    {"77 candidates, some without weight", 77, 1, 0, 3, 2, 3, 0},
    {"77 candidates, all equal", 77, 0, 0, 0, 1, 1, 0},
    {"33 candidates, the wanted far above", 33, 1, 1e4, 0, 3, 2, 0},
    {"33 candidates, the wanted far below", 33, 1, -1e4, 0, 3, 1, 0},
    {"33 candidates, the wanted well above", 33, 1, 30, 0, 3, 1, 0},
    {"33 candidates, the wanted well below", 33, 1, -30, 0, 3, 2, 0},
    {"33 candidates, scores of 1e4", 33, 1e4, 0, 5, 2, 1, 0},
    {"33 candidates, weighted", 33, 1, 0, 4, 1, 1, 1},
    {"70 candidates, weighted, wide", 70, 20, -9, 0, 1, 1, 1},
};

/* Keeps scores away from 0, where activations have corners. */
static inline int
case_fill(struct loss_case *c, size_t k, struct rng *rng)
{
	const struct case_kind *t = &case_kinds[k];
	size_t i;

	if (k >= COUNTOF(case_kinds))
		return 0;
	(void)snprintf(c->what, sizeof(c->what), "%s", t->what);
	c->n = t->n;
	c->y = (int32_t)rng_below(rng, (uint32_t)t->n);
	for (i = 0; i < t->n; i++) {
		double s = t->spread > 0 ? t->spread * rng_normal(rng) : 0.7;
		int mine = (int32_t)i == c->y;

		c->w[i] = mine ? (real)t->copies
		          : t->most
		              ? (real)(1 + rng_below(rng, (uint32_t)t->most))
		              : 0;
		if (t->weighted)
			c->w[i] = (real)(0.01 +
					 rng_normal(rng) * rng_normal(rng) *
					     rng_normal(rng) * rng_normal(rng));
		if (t->weighted && c->w[i] < (real)0.01)
			c->w[i] = (real)0.01;
		if (mine)
			s += t->wanted;
		if (fabs(s) < 0.02)
			s = s < 0 ? -0.02 : 0.02;
		if (!mine && t->zero && i % (size_t)t->zero == 0) {
			c->w[i] = 0;
			s = 4 * t->spread + 1000;
		}
		c->s[i] = (real)s;
	}
	c->v = t->weighted ? c->w[c->y] * (real)0.375 : 1;
	return 1;
}

/* Does this loss allow the case, with these options? */
static inline int
case_fits(const struct loss *l, const struct loss_options *o, size_t k)
{
	return !case_kinds[k].weighted || (l->logq && o->smoothing <= 0);
}

#endif
