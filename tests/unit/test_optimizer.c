/*
 * test_optimizer - every optimiser against its equations in double, over many
 * steps; the table's statements about each; options, clipping.
 *
 * After each step the weights and slots may differ from the restatement by at
 * most TOLERANCE of the largest value in the row.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "math/optimizer_kernels.h"
#include "math/vec.h"
#include "nn/optimizer.h"

#include "tap.h"

#ifdef REAL_IS_DOUBLE
#define TOLERANCE 1e-12
#else
#define TOLERANCE 1e-5
#endif

#define COLS 37
#define STEPS 400
#define GUARD ((real)12345.5)

static struct rng rng;
static struct fail f;

/* A row with all its state, and the same in double. */
struct optimizer_row {
	real w[COLS + 1], a[COLS + 1], b[COLS + 1];
	double dw[COLS], da[COLS], db[COLS];
};

static void
new_row(struct optimizer_row *r, const struct optimizer *o)
{
	size_t i;

	for (i = 0; i <= COLS; i++) {
		r->w[i] = i < COLS ? (real)rng_normal(&rng) / 10 : GUARD;
		r->a[i] = i < COLS ? o->start[0] : GUARD;
		r->b[i] = i < COLS ? o->start[1] : GUARD;
	}
	r->w[3] = (real)-0.0;
	for (i = 0; i < COLS; i++) {
		r->dw[i] = (double)r->w[i];
		r->da[i] = (double)r->a[i];
		r->db[i] = (double)r->b[i];
	}
}

/* Sparse gradients of every size, and sometimes none (NULL). */
static const real *
new_gradient(real *g)
{
	double size = exp(3 * rng_normal(&rng));
	size_t i;

	for (i = 0; i < COLS; i++)
		g[i] = rng_below(&rng, 3) ? (real)(size * rng_normal(&rng)) : 0;
	return rng_below(&rng, 4) ? g : NULL;
}

/*
 * The equations, a number at a time: as the papers and Keras' documentation
 * have them, with the state (a, b) in the order of the slots.
 */

static void
momentum_step(const struct optimizer_options *p, double *w, double *v, double s)
{
	*v = p->momentum * *v - s;
	*w += *v;
}

static void
plain(const char *name, const struct optimizer_options *p, double rate,
    double t, double g, double *w, double *a, double *b)
{
	if (!strcmp(name, "sgd")) {
		momentum_step(p, w, a, rate * g);
	} else if (!strcmp(name, "adagrad")) {
		*a += g * g;
		*w -= rate * g / (sqrt(*a) + p->epsilon);
	} else if (!strcmp(name, "adagrad-gru4rec")) {
		*a += g * g;
		momentum_step(p, w, b, rate * g / sqrt(*a + p->epsilon));
	} else if (!strcmp(name, "rmsprop")) {
		*a = p->beta2 * *a + (1 - p->beta2) * g * g;
		momentum_step(p, w, b, rate * g / sqrt(*a + p->epsilon));
	} else if (!strcmp(name, "adam") || !strcmp(name, "adamw")) {
		*w -= rate * p->decay * *w;
		*a = p->beta1 * *a + (1 - p->beta1) * g;
		*b = p->beta2 * *b + (1 - p->beta2) * g * g;
		*w -= rate * sqrt(1 - pow(p->beta2, t)) /
		      (1 - pow(p->beta1, t)) * *a / (sqrt(*b) + p->epsilon);
	} else {
		*w = NAN; /* a row of the table without a restatement */
	}
}

/* The largest difference, relative to the largest value. */
static double
distance(const real *x, const double *y)
{
	double off = 0, most = 1e-30;
	size_t i;

	for (i = 0; i < COLS; i++) {
		double d = fabs((double)x[i] - y[i]);

		off = isnan(d) ? INFINITY : fmax(off, d);
		most = fmax(most, fabs(y[i]));
	}
	return off / most;
}

static void
test_equations(const struct optimizer *o, const struct optimizer_options *p)
{
	struct optimizer_row r;
	real *slot[OPTIMIZER_SLOTS] = {r.a, r.b}, some[COLS];
	size_t slots = o->slots(p), t, i;
	double off = 0;
	int good = 1;

	new_row(&r, o);
	for (t = 1; t <= STEPS; t++) {
		double rate = p->rate * (double)(t % 7 + 1) / 4;
		double scale = t % 3 ? 1 : 0.375;
		const real *g = new_gradient(some);
		struct optimizer_rates d;

		optimizer_step(o, p, rate, t, scale, &d);
		o->update(COLS, r.w, slot, g, &d);
		for (i = 0; i < COLS; i++)
			plain(o->name, p, rate, (double)t,
			    g ? scale * (double)g[i] : 0, &r.dw[i], &r.da[i],
			    &r.db[i]);
		off = fmax(off, distance(r.w, r.dw));
		if (slots > 0)
			off = fmax(off, distance(r.a, r.da));
		if (slots > 1)
			off = fmax(off, distance(r.b, r.db));
	}
	for (i = 0; i < COLS; i++) /* memory outside the slots stays */
		good &= (slots > 0 || r.a[i] == o->start[0]) &&
		        (slots > 1 || r.b[i] == o->start[1]);
	ok(good && off <= TOLERANCE && r.w[COLS] == GUARD &&
		r.a[COLS] == GUARD && r.b[COLS] == GUARD,
	    "%s, momentum %g, lr %g: weights and %zu slots as in double over "
	    "%d steps: %.1e",
	    o->name, p->momentum, p->rate, slots, STEPS, off);
}

/* A row after some steps: n numbers; was has the numbers before. */
static void
used_row(struct optimizer_row *r, const struct optimizer *o,
    const struct optimizer_options *p, struct optimizer_rates *d)
{
	real *slot[OPTIMIZER_SLOTS] = {r->a, r->b}, some[COLS];
	size_t t;

	new_row(r, o);
	for (t = 1; t <= 5; t++) {
		optimizer_step(o, p, p->rate, t, 1, d);
		o->update(COLS, r->w, slot, new_gradient(some), d);
	}
	r->w[3] = (real)-0.0;
}

/* Does a gradient of zeros leave the row unchanged, and is NULL the same? */
static void
test_zero(const struct optimizer *o, const struct optimizer_options *p)
{
	static const real zeros[COLS];
	struct optimizer_row r, null, was;
	real *slot[OPTIMIZER_SLOTS] = {r.a, r.b};
	real *slot_null[OPTIMIZER_SLOTS] = {null.a, null.b};
	struct optimizer_rates d;
	int still;

	used_row(&r, o, p, &d);
	null = was = r;
	o->update(COLS, r.w, slot, zeros, &d);
	o->update(COLS, null.w, slot_null, NULL, &d);
	ok(!memcmp(&r, &null, sizeof(r)),
	    "%s, momentum %g: no gradient is one of zeros, bit for bit",
	    o->name, p->momentum);
	still = !memcmp(&r, &was, sizeof(r));
	if (!strcmp(o->name, "adagrad-gru4rec") && p->momentum > 0)
		ok(o->sparse(p) && !still,
		    "%s with momentum: a row that is "
		    "not shown does not move, though one of zeros would",
		    o->name);
	else
		ok(still == !!o->sparse(p),
		    "%s, momentum %g: %s row of zero gradient stays as it is",
		    o->name, p->momentum, o->sparse(p) ? "a" : "no");
}

/* Without gradients for long, averages become 0 and do not stay denormal. */
static void
test_fading(const struct optimizer *o, const struct optimizer_options *p)
{
	struct optimizer_row r;
	real *slot[OPTIMIZER_SLOTS] = {r.a, r.b};
	struct optimizer_rates d;
	size_t t, i;
	int good = 1;

	used_row(&r, o, p, &d);
	for (t = 0; t < 20000; t++)
		o->update(COLS, r.w, slot, NULL, &d);
	for (i = 0; i < COLS; i++)
		good &= isfinite(r.w[i]) &&
		        fpclassify(r.a[i]) != FP_SUBNORMAL &&
		        fpclassify(r.b[i]) != FP_SUBNORMAL;
	ok(good, "%s, momentum %g: no slot fades into the denormals", o->name,
	    p->momentum);
}

static void
test_optimiser(const struct optimizer *o, double momentum)
{
	struct optimizer_options p = OPTIMIZER_UNSET, slow;

	if (momentum > 0)
		p.momentum = momentum;
	if (!ok(!optimizer_settle(o, &p, &f), "%s: settled", o->name))
		return;
	slow = p;
	slow.rate = 1e-3;
	slow.epsilon = p.epsilon > 0 ? 1e-3 : 0;
	test_equations(o, &p);
	test_equations(o, &slow);
	test_zero(o, &p);
	test_fading(o, &p);
}

/*
 * Keras' Adagrad as the project computes it, one rounding after the other; acc
 * + g^2 is one rounding with FMA.
 */
static void
test_same_adagrad(void)
{
	const struct optimizer *o = optimizer_find("adagrad");
	struct optimizer_options p = OPTIMIZER_UNSET;
	int fused = strcmp(vec_name(), "portable") != 0, good = 1;
	struct optimizer_row r, s;
	real *slot[OPTIMIZER_SLOTS] = {r.a, NULL}, some[COLS];
	struct optimizer_rates d;
	size_t t, i;

	good = !optimizer_settle(o, &p, &f);
	new_row(&r, o);
	s = r;
	optimizer_step(o, &p, p.rate, 1, 1, &d);
	for (t = 0; t < STEPS; t++) {
		while (!new_gradient(some))
			;
		o->update(COLS, r.w, slot, some, &d);
		for (i = 0; i < COLS; i++) {
			real g = some[i], gg = g * g;

			s.a[i] = fused ? (real)fmaf(
					     (float)g, (float)g, (float)s.a[i])
			               : s.a[i] + gg;
			s.w[i] -= (real)0.1 * g /
			          ((real)sqrt((double)s.a[i]) + (real)1e-7);
		}
		good &= !memcmp(&r, &s, sizeof(r));
	}
	ok(good, "adagrad: the same bits as ever over %d steps", STEPS);
}

static void
test_table(void)
{
	const struct optimizer *o;
	struct optimizer_options p;
	size_t k;
	int good = 1;

	for (k = 0; (o = optimizer_at(k)); k++) {
		p = o->own;
		good &= optimizer_find(o->name) == o && *o->help;
		if (!isnan(p.momentum))
			p.momentum = 0.5;
		good &= o->slots(&p) <= OPTIMIZER_SLOTS;
	}
	ok(good && k >= 6 && !optimizer_find("none") && !optimizer_find(""),
	    "the table: found by name, with a help and no more slots than fit");
	ok(!strcmp(optimizer_at(0)->name, "adagrad") &&
		optimizer_at(0)->own.rate == 0.1,
	    "the first is the tutorial's Adagrad at 0.1");
}

static int
refused(const char *name, struct optimizer_options p, const char *word)
{
	return optimizer_settle(optimizer_find(name), &p, &f) &&
	       strstr(f.msg, word);
}

static void
test_options(void)
{
	const struct optimizer_options none = OPTIMIZER_UNSET;
	struct optimizer_options p = none, q = none, e = none, b = none,
				 r = none;

	p.momentum = 0.9;
	ok(refused("adagrad", p, "--momentum: adagrad does not have it") &&
		refused("adam", p, "--momentum"),
	    "an option that the optimiser does not take is refused");
	p.momentum = 1;
	e.epsilon = 0;
	b.beta1 = 1;
	r.rate = -1;
	q.decay = 2;
	ok(refused("sgd", p, "--momentum: 1 is not") &&
		refused("adam", e, "--epsilon") &&
		refused("adam", b, "--beta1") &&
		refused("sgd", r, "--learning-rate") &&
		refused("adamw", q, "--weight-decay"),
	    "an option out of its range is refused");
	q = none;
	q.beta2 = 0.99;
	ok(!optimizer_settle(optimizer_find("adam"), &q, &f) &&
		q.rate == 0.001 && q.beta1 == 0.9 && q.beta2 == 0.99 &&
		q.epsilon == 1e-7 && q.momentum == 0 && q.decay == 0,
	    "what is given stays, what is not is the optimiser's own, or 0");
}

static void
test_clip(void)
{
	ok(optimizer_clip(0, 100) == 1 && optimizer_clip(5, 100) == 0.5 &&
		optimizer_clip(20, 100) == 1 && optimizer_clip(5, 0) == 1,
	    "clipping: 1 up to the limit, then what brings the norm to it");
}

int
main(void)
{
	const struct optimizer *o;
	size_t k;

	rng_seed(&rng, 1, 0);
	test_table();
	for (k = 0; (o = optimizer_at(k)); k++) {
		test_optimiser(o, 0);
		if (!isnan(o->own.momentum))
			test_optimiser(o, 0.9);
	}
	test_same_adagrad();
	test_options();
	test_clip();
	return done();
}
