/*
 * test_pairwise - the loops of the losses of every table of kernels against
 * plain loops in double, and the tables against each other, bit for bit.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/kernels.h"

#include "tap.h"

#define LONGEST 70
#define GUARD 12345.5f

static struct rng rng;

/* Scores beyond the range of exp, and weights e and w, some of them 0. */
struct pairwise_row {
	float s[LONGEST + 1], e[LONGEST + 1], w[LONGEST + 1], u[LONGEST + 1];
	float x;
};

static void
fill(struct pairwise_row *r, size_t n)
{
	double wide = n % 3 == 0 ? 100 : n % 3 == 1 ? 10 : 1;
	size_t i;

	for (i = 0; i < n; i++) {
		r->s[i] = (float)(wide * rng_normal(&rng));
		r->e[i] = (float)fabs(rng_normal(&rng));
		r->w[i] = (float)(i % 3);
	}
	r->x = (float)(wide * rng_normal(&rng));
	r->s[n] = r->e[n] = r->w[n] = r->u[n] = GUARD;
}

/* Is got near sum, whose terms' absolute values add up to size? */
static int
is_near(double got, double sum, double size)
{
	return fabs(got - sum) <= 2e-6 * size + 1e-30;
}

static double
softplus(double d)
{
	return fmax(d, 0) + log1p(exp(-fabs(d)));
}

static double
sigmoid(double d)
{
	return exp(-softplus(-d));
}

static double
slope(double d)
{
	return sigmoid(d) * sigmoid(-d);
}

static int
try_softplus(const struct kernels *t, size_t n)
{
	double sum = 0, up = 0, got, got_up;
	struct pairwise_row r, old;
	size_t i;
	int good;

	fill(&r, n);
	old = r;
	got = t->softplus(n, r.s, r.w, r.x, &got_up);
	good = r.s[n] == GUARD;
	for (i = 0; i < n; i++) {
		double d = (double)(old.s[i] - r.x), w = (double)r.w[i];

		sum += w * softplus(d);
		up += w * sigmoid(d);
		good &= is_near((double)r.s[i], w * sigmoid(d), w * sigmoid(d));
	}
	return good && is_near(got, sum, sum) && is_near(got_up, up, up);
}

static int
try_top1(const struct kernels *t, size_t n, float c)
{
	double sum[2], f = 0, up = 0;
	struct pairwise_row r, old;
	size_t i;
	int good;

	fill(&r, n);
	old = r;
	t->top1(n, r.s, r.e, r.x, c, sum);
	good = r.s[n] == GUARD;
	for (i = 0; i < n; i++) {
		double s = (double)old.s[i], d = (double)(old.s[i] - r.x);
		double e = (double)r.e[i], g = 2 * s * slope(s * s);
		double y = sigmoid(d) + sigmoid(s * s);

		f += e * y;
		up += e * slope(d);
		good &=
		    is_near((double)r.s[i], e * (slope(d) + g + (double)c * y),
			e * (slope(d) + 3 * fabs(g) + (double)c * y));
	}
	return good && is_near(sum[0], f, f) && is_near(sum[1], up, up);
}

static int
try_bpr_max(const struct kernels *t, size_t n)
{
	double sum[5], want[5] = {0}, size = 0;
	struct pairwise_row r;
	size_t i, k;
	int good;

	fill(&r, n);
	t->bpr_max(n, r.s, r.e, r.w, r.x, 1.5f, r.u, sum);
	good = r.u[n] == GUARD && r.s[n] == GUARD;
	for (i = 0; i < n; i++) {
		double s = (double)r.s[i], e = (double)r.e[i];
		double d = (double)(r.s[i] - r.x), u = sigmoid(d);

		good &= is_near((double)r.u[i], u, u);
		want[0] += e * u;
		want[1] += e * slope(d);
		want[2] += (double)r.w[i] * u;
		want[3] += (double)r.w[i] * u * u;
		want[4] += e * (s * s - 2.25);
		size += e * (s * s + 2.25);
	}
	for (k = 0; k < 5; k++)
		good &= is_near(sum[k], want[k], k < 4 ? want[k] : size);
	return good;
}

static int
try_bpr_max_back(const struct kernels *t, size_t n)
{
	const float k[5] = {0.3f, -0.7f, 1.1f, -0.2f, 1.5f};
	struct pairwise_row r, old;
	size_t i;
	int good;

	fill(&r, n);
	for (i = 0; i < n; i++)
		r.u[i] = 1 / (1 + r.e[i]);
	old = r;
	t->bpr_max_back(n, r.s, r.e, r.w, r.u, k);
	good = r.s[n] == GUARD;
	for (i = 0; i < n; i++) {
		double s = (double)old.s[i], e = (double)r.e[i];
		double w = (double)r.w[i], u = (double)r.u[i];
		double a = (double)k[1] * u * (2 - u);
		double b = (double)k[2] * (s * s - 2.25 + 2 * s);
		double c = (double)k[3] * w * u * (1 - u);

		good &= is_near((double)r.s[i], e * ((double)k[0] + a + b) + c,
		    e * (4 + s * s + 3 * fabs(s)) + w);
	}
	return good;
}

/* bend, by a row and by itself. */
static int
try_bend(const struct kernels *t, size_t n)
{
	struct pairwise_row r, old;
	size_t i;
	int good;

	fill(&r, n);
	old = r;
	t->bend(n, r.e, r.s, 0.5f, 2, 3);
	t->bend(n, r.s, r.s, -1, 0, 1);
	good = r.s[n] == GUARD && r.e[n] == GUARD;
	for (i = 0; i < n; i++) {
		double a = (double)old.s[i], e = (double)old.e[i];
		double want = e * (a < 0 ? 0.5 + 2 * a : 3);

		good &= is_near((double)r.e[i], want, e * (1 + fabs(a)));
		good &= r.s[i] == fabsf(old.s[i]);
	}
	return good;
}

/* blend and inner, with and without a second row; elu. */
static int
try_rest(const struct kernels *t, size_t n)
{
	double dot = 0, sum = 0, size = 0;
	struct pairwise_row r, old;
	size_t i;
	int good;

	fill(&r, n);
	old = r;
	for (i = 0; i < n; i++) {
		dot += (double)r.s[i] * (double)r.w[i];
		sum += (double)r.s[i];
		size += fabs((double)r.s[i]) * 2;
	}
	good = is_near(t->inner(n, r.s, r.w), dot, size) &&
	       is_near(t->inner(n, r.s, NULL), sum, size);
	t->blend(n, r.s, 0.3f, r.e, -2);
	t->elu(n, old.s, 0.5f);
	good &= r.s[n] == GUARD && old.s[n] == GUARD;
	for (i = 0; i < n; i++) {
		double e = (double)r.e[i];
		double s = ((double)r.s[i] + 2 * e) / (double)0.3f;
		double want = s < 0 ? expm1(s) / 2 : s;

		good &= is_near((double)old.s[i], want,
		    fabs(s) < 0.1 ? 1 + 7 * e : fabs(want) + 7 * e);
	}
	return good;
}

/* Returns the largest error of elu below 0 in ulp, from -90 to almost -0. */
static void
test_elu(const struct kernels *t)
{
	double worst = 0, s;
	float x[2] = {NAN, -INFINITY};

	for (s = -90; s < -1e-30; s *= 0.99) {
		float y = (float)s;
		double want = expm1((double)y);

		t->elu(1, &y, 1);
		worst = fmax(worst, fabs((double)y - want) / -want);
	}
	t->elu(2, x, 0.5f);
	ok(worst <= 5 * 0x1p-24 && isnan(x[0]) && x[1] == -0.5f,
	    "%s: elu is within %.2f ulp, however near 0", t->name,
	    worst / 0x1p-24);
}

/* The maximum of the weighted scores, at every place. */
static void
test_max(const struct kernels *t)
{
	struct pairwise_row r;
	size_t n, i, k;
	int good = 1;

	for (n = 1; n <= LONGEST; n++) {
		fill(&r, n);
		for (i = 0; i < n; i++) {
			float want = -INFINITY;

			r.s[i] = 1000;
			for (k = 0; k < n; k++)
				want =
				    r.w[k] > 0 && r.s[k] > want ? r.s[k] : want;
			good &= t->max(n, r.s, r.w) == want;
			r.s[i] = -1000;
		}
	}
	ok(good, "%s: max is the greatest that has weight", t->name);
}

static void
test_table(const struct kernels *t)
{
	int good[5] = {1, 1, 1, 1, 1};
	size_t n;

	for (n = 0; n <= LONGEST; n++) {
		good[0] &= try_softplus(t, n);
		good[1] &= try_top1(t, n, 0) && try_top1(t, n, 1);
		good[2] &= try_bpr_max(t, n);
		good[3] &= try_bpr_max_back(t, n);
		good[4] &= try_rest(t, n) && try_bend(t, n);
	}
	ok(good[0], "%s: softplus, lengths 0 to %d", t->name, LONGEST);
	ok(good[1], "%s: top1", t->name);
	ok(good[2], "%s: bpr_max", t->name);
	ok(good[3], "%s: bpr_max_back", t->name);
	ok(good[4], "%s: blend, inner, elu, bend", t->name);
}

/* Runs everything on one row; the results go to out. */
static void
run_all(const struct kernels *t, const struct pairwise_row *row, size_t n,
    double out[12])
{
	const float k[5] = {0.3f, -0.7f, 1.1f, -0.2f, 1.5f};
	struct pairwise_row r = *row;

	t->elu(n, r.s, 0.7f);
	t->bend(n, r.e, r.s, 0.3f, -0.1f, 1.2f);
	t->bpr_max(n, r.s, r.e, r.w, r.x, 1.5f, r.u, out);
	t->bpr_max_back(n, r.s, r.e, r.w, r.u, k);
	t->top1(n, r.s, r.e, r.x, 1, out + 5);
	t->blend(n, r.s, 0.3f, r.w, 1.7f);
	out[7] = t->softplus(n, r.s, r.w, r.x, out + 8);
	out[9] = t->inner(n, r.s, r.w);
	out[10] = t->inner(n, r.s, NULL);
	out[11] = (double)t->max(n, r.s, r.w);
}

static void
test_same(const struct kernels *s, const struct kernels *t)
{
	double a[12], b[12];
	struct pairwise_row r;
	size_t n;
	int good = 1;

	for (n = 0; n <= LONGEST; n++) {
		fill(&r, n);
		run_all(s, &r, n, a);
		run_all(t, &r, n, b);
		good &= !memcmp(a, b, sizeof(a));
	}
	ok(good, "%s and %s: same bits", s->name, t->name);
}

int
main(void)
{
	const struct kernels *t;
	size_t k, i;

	rng_seed(&rng, 5, 0);
	for (k = 0; (t = kernels_at(k)); k++) {
		test_table(t);
		test_elu(t);
		test_max(t);
	}
	for (i = 1; i < k; i++)
		test_same(kernels_at(0), kernels_at(i));
	return done();
}
