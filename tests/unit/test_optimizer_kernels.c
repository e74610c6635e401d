/*
 * test_optimizer_kernels - one step of every optimiser of every table of
 * kernels, for every length, against the portable table, bit for bit.
 * test_optimizer checks the values.
 */
/* SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/kernels.h"
#include "math/optimizer_kernels.h"

#include "tap.h"

#define LONGEST 70
#define GUARD 12345.5f

static struct rng rng;

struct loop {
	const char *name;
	size_t at; /* offset of the pointer in struct kernels */
};

static const struct loop loops[] = {
    {"adagrad", offsetof(struct kernels, adagrad)},
    {"adagrad_inside", offsetof(struct kernels, adagrad_inside)},
    {"sgd", offsetof(struct kernels, sgd)},
    {"adam", offsetof(struct kernels, adam)},
    {"rmsprop", offsetof(struct kernels, rmsprop)},
};

struct optimizer_kernels_row {
	float w[LONGEST + 1], a[LONGEST + 1], b[LONGEST + 1], g[LONGEST + 1];
};

static void
run(const struct kernels *t, const struct loop *l, size_t n,
    struct optimizer_kernels_row *r, int gradient,
    const struct optimizer_rates *d)
{
	real *slot[2] = {r->a, r->b};
	void (*update)(size_t, real *, real *const *, const real *,
	    const struct optimizer_rates *);

	memcpy(&update, (const char *)t + l->at, sizeof(update));
	update(n, r->w, slot, gradient ? r->g : NULL, d);
}

/* Slots are not negative; a guard follows the end. */
static void
new_row(struct optimizer_kernels_row *r, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		r->w[i] = (float)rng_normal(&rng);
		r->a[i] = fabsf((float)rng_normal(&rng));
		r->b[i] = fabsf((float)rng_normal(&rng));
		r->g[i] = (float)rng_normal(&rng);
	}
	r->w[n] = r->a[n] = r->b[n] = r->g[n] = GUARD;
}

static const struct optimizer_rates steps[] = {
    {.rate = 0.1f, .scale = 1, .new1 = 0.1f, .new2 = 0.01f, .epsilon = 1e-3f},
    {.rate = 0.01f,
	.scale = 0.3f,
	.momentum = 0.7f,
	.new1 = 0.2f,
	.new2 = 0.001f,
	.epsilon = 1e-7f,
	.decay = 0.01f},
};

/* Do two tables give the same bits? */
static int
agree(const struct kernels *s, const struct kernels *t, const struct loop *l)
{
	struct optimizer_kernels_row a, b;
	size_t n, k;
	int good = 1, gradient;

	for (n = 0; n <= LONGEST; n++) {
		for (k = 0; k < 2 * COUNTOF(steps); k++) {
			gradient = k % 2;
			memset(&a, 0, sizeof(a));
			new_row(&a, n);
			b = a;
			run(s, l, n, &a, gradient, &steps[k / 2]);
			run(t, l, n, &b, gradient, &steps[k / 2]);
			good &= !memcmp(&a, &b, sizeof(a));
		}
	}
	return good;
}

/* The least normal number stays, smaller ones become 0, NaN stays. */
static void
test_flush(const struct kernels *t)
{
	const struct optimizer_rates d = {.scale = 1, .momentum = 0.5f};
	float v[] = {2 * FLT_MIN, FLT_MIN, -FLT_MIN, -2 * FLT_MIN, NAN, 1e-45f};
	float w[COUNTOF(v)] = {0};
	real *slot[2] = {v, NULL};

	t->sgd(COUNTOF(v), w, slot, NULL, &d);
	ok(v[0] == FLT_MIN && v[1] == 0 && v[2] == 0 && v[3] == -FLT_MIN &&
		isnan(v[4]) && v[5] == 0 && w[0] == FLT_MIN && w[1] == 0 &&
		isnan(w[4]),
	    "%s: what is below the normal numbers becomes 0", t->name);
}

int
main(void)
{
	const struct kernels *t;
	size_t k, i;

	rng_seed(&rng, 1, 0);
	for (k = 0; (t = kernels_at(k)); k++) {
		for (i = 0; i < COUNTOF(loops); i++) {
			ok(agree(t, kernels_at(0), &loops[i]),
			    "%s: %s has the portable one's bits, lengths 0 to "
			    "%d",
			    t->name, loops[i].name, LONGEST);
		}
		test_flush(t);
	}
	return done();
}
