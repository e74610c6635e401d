/*
 * test_vec_functions - exp, tanh and sigmoid of every table of kernels against
 * libm, and the tables against each other, bit for bit.
 */
/* SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/gru.h"
#include "math/kernels.h"

#include "tap.h"

#define MOST 1024 /* numbers passed to a function at a time */

/* exp() is the summand of exp_sum(), which clamps x to at least this range. */
#define HELD(x, real) \
	((x) > 88 ? (real)88 : (x) < (real)-87.3f ? (real)-87.3f : (x))

static void
run_exp(const struct kernels *t, size_t n, float *x)
{
	static float one[MOST];
	size_t i;

	for (i = 0; i < n; i++) {
		x[i] = HELD(x[i], float);
		one[i] = 1;
	}
	(void)t->exp_sum(n, x, one, 0);
}

static double
true_exp(double x)
{
	return exp(HELD(x, double));
}

static void
run_tanh(const struct kernels *t, size_t n, float *x)
{
	t->tanh(n, x);
}

/* sigmoid() is the update gate of a unit that sees only x. */
static void
run_sigmoid(const struct kernels *t, size_t n, float *x)
{
	static float in[3 * MOST], c[3 * MOST], gates[3 * MOST], hn[MOST],
	    next[MOST];
	const struct gru_tile tile = {.rows = 1,
	    .units = n,
	    .x = in,
	    .c = c,
	    .gates = gates,
	    .hn = hn,
	    .next = next};

	memset(in, 0, sizeof(in));
	memcpy(in, x, n * sizeof(*x));
	t->gru_forward(&tile);
	memcpy(x, gates, n * sizeof(*x));
}

static double
true_sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

struct function {
	const char *name;
	void (*run)(const struct kernels *, size_t n, float *x);
	double (*true_value)(double);
	double ulps; /* error bound of normal results */
	/* Error bound of smaller results, in units of the last place. */
	double tiny;
};

static const struct function functions[] = {
    {"exp", run_exp, true_exp, 1.5, INFINITY},
    {"tanh", run_tanh, tanh, 1.5, 1},
    {"sigmoid", run_sigmoid, true_sigmoid, 3.5, INFINITY},
};

/* Returns the error of got in units of the true value's last place. *tiny
 * gets the error instead if the true value is below the normal numbers, in
 * their last place. */
static void
distance(float got, double truth, double *ulps, double *tiny)
{
	double off = fabs((double)got - truth), unit;
	int e;

	(void)frexp(truth, &e);
	unit = ldexp(1, e - 24);
	if ((double)got == (double)(float)truth || (isnan(got) && isnan(truth)))
		return;
	if (fabs(truth) < (double)FLT_MIN)
		*tiny = fmax(*tiny, off / 0x1p-149);
	else
		*ulps = isnan(got) ? INFINITY : fmax(*ulps, off / unit);
}

#define STRIDE 509 /* a prime */

/* Every STRIDE-th float of both signs, among them denormals, infinities and
 * NaN. */
static void
test_function(const struct kernels *t, const struct function *f)
{
	double ulps = 0, tiny = 0;
	float x[MOST], y[MOST];
	uint64_t bits = 0;
	size_t n, i;

	while (bits <= UINT32_MAX) {
		for (n = 0; n < COUNTOF(x) && bits <= UINT32_MAX; n++) {
			uint32_t u = (uint32_t)bits;

			memcpy(&x[n], &u, sizeof(u));
			bits += STRIDE;
		}
		memcpy(y, x, n * sizeof(*x));
		f->run(t, n, y);
		for (i = 0; i < n; i++)
			distance(
			    y[i], f->true_value((double)x[i]), &ulps, &tiny);
	}
	ok(ulps <= f->ulps && tiny <= f->tiny,
	    "%s: %s is within %.1f ulp: %.3f; below the normal numbers off by "
	    "%.1f of the last place",
	    t->name, f->name, f->ulps, ulps, tiny);
}

static void
test_edges(const struct kernels *t)
{
	float e[] = {0, -0.0f, INFINITY, -INFINITY, NAN, 88.7228317f, 88.73f,
	    -104, 1e-45f, -1e-45f};
	float h[COUNTOF(e)], s[COUNTOF(e)];
	float one[COUNTOF(e)];
	size_t n = COUNTOF(e), i;

	for (i = 0; i < n; i++)
		one[i] = 1;
	memcpy(h, e, sizeof(e));
	memcpy(s, e, sizeof(e));
	(void)t->exp_sum(n, e, one, 0);
	t->tanh(n, h);
	run_sigmoid(t, n, s);
	ok(e[0] == 1 && e[1] == 1 && isfinite(e[2]) && e[2] > 1e38f &&
		e[3] >= 0 && e[3] < 2 * FLT_MIN && isnan(e[4]) &&
		isfinite(e[5]) && e[5] > 1e38f && isfinite(e[6]) &&
		e[6] > 1e38f && e[7] >= 0 && e[7] < 2 * FLT_MIN && e[8] == 1,
	    "%s: exp of 0, infinities, NaN and the ends of its range", t->name);
	ok(h[0] == 0 && !signbit(h[0]) && h[1] == 0 && h[2] == 1 &&
		h[3] == -1 && isnan(h[4]) && h[8] == 1e-45f && h[9] == -1e-45f,
	    "%s: tanh of zeros, infinities, NaN and denormals", t->name);
	ok(s[0] == 0.5f && s[1] == 0.5f && s[2] == 1 && s[3] >= 0 &&
		s[3] < FLT_MIN && isnan(s[4]) && s[8] == 0.5f,
	    "%s: sigmoid of zeros, infinities, NaN and denormals", t->name);
}

static struct rng rng;

static int
same_functions(const struct kernels *s, const struct kernels *t)
{
	float x[1000], y[1000];
	uint32_t u;
	size_t i, k, pass;

	for (pass = 0; pass < 200; pass++) {
		for (k = 0; k < COUNTOF(functions); k++) {
			for (i = 0; i < COUNTOF(x); i++) {
				u = (uint32_t)rng_next(&rng);
				if ((u & 0x7f800000) == 0x7f800000)
					u &= 0xff800000; /* not NaN */
				memcpy(&x[i], &u, sizeof(u));
			}
			memcpy(y, x, sizeof(x));
			functions[k].run(s, COUNTOF(x), x);
			functions[k].run(t, COUNTOF(y), y);
			if (memcmp(x, y, sizeof(x)))
				return 0;
		}
	}
	return 1;
}

int
main(void)
{
	const struct kernels *t;
	size_t k, i;

	rng_seed(&rng, 1, 0);
	for (k = 0; (t = kernels_at(k)); k++) {
		for (i = 0; i < COUNTOF(functions); i++)
			test_function(t, &functions[i]);
		test_edges(t);
	}
	for (i = 1; i < k; i++)
		ok(same_functions(kernels_at(0), kernels_at(i)),
		    "%s and %s: same bits of exp, tanh, sigmoid",
		    kernels_at(0)->name, kernels_at(i)->name);
	return done();
}
