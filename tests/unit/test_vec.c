/*
 * test_vec - the vector loops of every table of kernels against plain loops,
 * and the tables against each other, bit for bit.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/kernels.h"
#include "math/vec.h"

#include "kernel_rows.h"
#include "tap.h"

static struct rng rng;

/*
 * The loops over vectors, for every length up to LONGEST, with guards after the
 * end.
 */

#define LONGEST 70
#define GUARD 12345.5f

struct vectors {
	float x[LONGEST + 1], y[LONGEST + 1], z[LONGEST + 1];
	double u[LONGEST], v[LONGEST]; /* copies of x and y */
};

static void
new_vectors(struct vectors *v, size_t n)
{
	size_t i;

	kernel_fill(&rng, n, v->x);
	kernel_fill(&rng, n, v->y);
	kernel_fill(&rng, n, v->z);
	v->x[n] = v->y[n] = v->z[n] = GUARD;
	for (i = 0; i < n; i++) {
		v->u[i] = (double)v->x[i];
		v->v[i] = (double)v->y[i];
	}
}

static int
guarded(const struct vectors *v, size_t n)
{
	return v->x[n] == GUARD && v->y[n] == GUARD && v->z[n] == GUARD;
}

/* shift: the range of the scores; far below 0, infinity times 0 is near. */
static int
try_exp_sum(const struct kernels *t, size_t n, float shift)
{
	struct vectors v;
	double sum = 0, got;
	float max;
	size_t i;
	int good = 1;

	new_vectors(&v, n);
	for (i = 0; i < n; i++) {
		v.x[i] += shift;
		v.y[i] = (float)((i + 1) % 3);
	}
	max = t->max(n, v.x, v.y);
	for (i = 0; i < n; i++)
		good &= v.y[i] <= 0 || v.x[i] <= max;
	memcpy(v.z, v.x, n * sizeof(*v.x));
	got = t->exp_sum(n, v.x, v.y, max);
	for (i = 0; i < n; i++) {
		double e = (double)v.y[i] * exp((double)v.z[i] - (double)max);

		sum += e;
		good &= fabs((double)v.x[i] - e) <= 1e-6 * e;
	}
	return good && guarded(&v, n) && fabs(got - sum) <= 2e-6 * sum;
}

static void
test_exp_sum(const struct kernels *t)
{
	static const float shifts[] = {0, -87, -95, -200, -1e4f, 300};
	size_t n, k;
	int good = 1;

	for (n = 1; n <= LONGEST; n++)
		for (k = 0; k < COUNTOF(shifts); k++)
			good &= try_exp_sum(t, n, shifts[k]);
	ok(good,
	    "%s: max and exp_sum, wherever the scores lie, lengths 1 to %d",
	    t->name, LONGEST);
}

static void
test_add_scale(const struct kernels *t)
{
	struct vectors v;
	size_t n, i;
	int good = 1;

	for (n = 0; n <= LONGEST; n++) {
		new_vectors(&v, n);
		t->add(n, v.x, v.y);
		for (i = 0; i < n; i++)
			good &= v.x[i] == (float)v.u[i] + (float)v.v[i];
		t->scale(n, v.y, 0.3f);
		for (i = 0; i < n; i++)
			good &= v.y[i] == (float)v.v[i] * 0.3f;
		good &= guarded(&v, n);
	}
	ok(good, "%s: add and scale, lengths 0 to %d", t->name, LONGEST);
}

/* Three rows and what comes to them; the first and the last may be the same. */
static void
test_rows(const struct kernels *t)
{
	struct vectors v, w;
	float sum[LONGEST];
	size_t n, i;
	int good = 1;

	for (n = 0; n <= LONGEST; n++) {
		const float *from[] = {v.x, v.y, v.x};
		float *to[] = {w.x, w.y, w.x};

		new_vectors(&v, n);
		w = v;
		t->sum_rows(n, sum, from, COUNTOF(from));
		t->add_to_rows(n, to, COUNTOF(to), v.x);
		for (i = 0; i < n; i++) {
			good &= sum[i] == v.x[i] + v.y[i] + v.x[i];
			good &= w.x[i] == v.x[i] + v.x[i] + v.x[i];
			good &= w.y[i] == v.y[i] + v.x[i];
		}
		good &= guarded(&w, n);
	}
	ok(good, "%s: sum_rows and add_to_rows, lengths 0 to %d", t->name,
	    LONGEST);
}

/* Rows 2, 0 and 2 again of three get w times x, rounded once each. */
static void
test_spread(const struct kernels *t)
{
	static const int32_t row[] = {2, 0, 2};
	static const float w[] = {0.5f, -1.25f, 3};
	static float to[3 * LONGEST + 1], want[3 * LONGEST + 1];
	struct vectors v;
	size_t n, i, k;
	int good = 1;

	for (n = 0; n <= LONGEST; n++) {
		new_vectors(&v, n);
		for (i = 0; i <= 3 * n; i++)
			to[i] = want[i] = (float)i / 7;
		for (k = 0; k < COUNTOF(row); k++) {
			float *at = want + (size_t)row[k] * n;

			for (i = 0; i < n; i++)
				at[i] = fmaf(w[k], v.x[i], at[i]);
		}
		t->spread(n, to, COUNTOF(row), row, w, v.x);
		for (i = 0; i <= 3 * n; i++)
			good &= to[i] == want[i];
	}
	ok(good, "%s: spread, lengths 0 to %d", t->name, LONGEST);
}

/* The squares of floats are exact in double, so any order of the sum is
 * near. */
static void
test_squares(const struct kernels *t)
{
	struct vectors v;
	size_t n, i;
	int good = 1;

	for (n = 0; n <= LONGEST; n++) {
		double sum = 0, got;

		new_vectors(&v, n);
		if (n)
			v.x[n - 1] =
			    1e30f; /* the last number counts; no overflow */
		for (i = 0; i < n; i++)
			sum += (double)v.x[i] * (double)v.x[i];
		got = t->squares(n, v.x);
		good &= fabs(got - sum) <= 1e-14 * sum;
		v.x[n / 2] = NAN;
		good &= !n || isnan(t->squares(n, v.x));
	}
	ok(good, "%s: squares, lengths 0 to %d", t->name, LONGEST);
}

static void
test_count_above(const struct kernels *t)
{
	int32_t where[LONGEST + 1];
	struct vectors v;
	size_t n, i;
	int good = 1;

	for (n = 0; n <= LONGEST; n++) {
		uint64_t more = 5, equal = 7, g = 5, e = 7;
		size_t found, k = 0;

		new_vectors(&v, n);
		for (i = 0; i < n; i++)
			v.x[i] = i % 9 == 8 ? NAN : (float)(int)(2 * v.x[i]);
		where[n] = -1;
		t->count(n, v.x, 1, &more, &equal);
		found = t->above(n, v.x, 1, where);
		for (i = 0; i < n; i++) {
			g += v.x[i] > 1;
			e += v.x[i] == 1;
			if (v.x[i] > 1)
				good &= k < found && where[k++] == (int32_t)i;
		}
		good &= more == g && equal == e && k == found && where[n] == -1;
	}
	ok(good,
	    "%s: count adds and above lists, NaN is neither, lengths 0 to "
	    "%d",
	    t->name, LONGEST);
}

static int
same_vectors(const struct kernels *s, const struct kernels *t, size_t n)
{
	struct vectors v, w;
	double x, y;

	new_vectors(&v, n);
	w = v;
	x = s->exp_sum(n, v.x, v.y, s->max(n, v.x, v.y));
	y = t->exp_sum(n, w.x, w.y, t->max(n, w.x, w.y));
	s->add(n, v.x, v.y);
	t->add(n, w.x, w.y);
	s->scale(n, v.y, 1.7f);
	t->scale(n, w.y, 1.7f);
	return !memcmp(&x, &y, sizeof(x)) &&
	       !memcmp(v.x, w.x, n * sizeof(*v.x)) &&
	       !memcmp(v.y, w.y, n * sizeof(*v.y));
}

static void
test_same(const struct kernels *s, const struct kernels *t)
{
	size_t n;
	int good = 1;

	for (n = 1; n <= LONGEST; n++)
		good &= same_vectors(s, t, n);
	ok(good, "%s and %s: same bits of sums and updates", s->name, t->name);
}

static void
test_finite(void)
{
	float x[40] = {0};
	size_t i;
	int good = vec_finite(40, x) && vec_finite(0, x);

	for (i = 0; i < 40; i++) {
		x[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY;
		good &= !vec_finite(40, x) && vec_finite(i, x);
		x[i] = 0;
	}
	ok(good, "vec_finite sees one bad number at any place");
}

int
main(void)
{
	const struct kernels *t;
	size_t k, i;

	rng_seed(&rng, 1, 0);
	for (k = 0; (t = kernels_at(k)); k++) {
		test_exp_sum(t);
		test_add_scale(t);
		test_rows(t);
		test_spread(t);
		test_squares(t);
		test_count_above(t);
	}
	for (i = 1; i < k; i++)
		test_same(kernels_at(0), kernels_at(i));
	test_finite();
	return done();
}
