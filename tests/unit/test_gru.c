/*
 * test_gru - the loops of the two GRUs of every table of kernels against their
 * equations in double, and the tables against each other, bit for bit.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/gru.h"
#include "math/kernels.h"

#include "kernel_rows.h"
#include "tap.h"

static struct rng rng;

static double
sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

#define ROWS 5
#define UNITS 37 /* largest size */

struct gru {
	float x[ROWS * 3 * UNITS], h[ROWS * UNITS], gates[ROWS * 3 * UNITS];
	float hn[ROWS * UNITS], rh[ROWS * UNITS], next[ROWS * UNITS];
	float g[ROWS * UNITS], dh[ROWS * UNITS], drh[ROWS * UNITS];
	float dx[ROWS * 3 * UNITS], c[3 * UNITS], dc[3 * UNITS];
	struct gru_tile t;
};

static const int32_t gru_item[ROWS] = {2, 0, 2, 1, 0};

/* The optional parts of a tile. */
#define NO_ITEMS 1
#define NO_STATE 2 /* the previous state */
#define NO_DH 4
#define WAYS 8

static void
point(struct gru *u, size_t units, unsigned without)
{
	u->t = (struct gru_tile){
	    .rows = ROWS,
	    .units = units,
	    .x = u->x,
	    .c = u->c,
	    .item = without & NO_ITEMS ? NULL : gru_item,
	    .h = without & NO_STATE ? NULL : u->h,
	    .gates = u->gates,
	    .hn = u->hn,
	    .rh = u->rh,
	    .next = u->next,
	    .g = u->g,
	    .drh = u->drh,
	    .dh = without & NO_DH ? NULL : u->dh,
	    .dx = u->dx,
	    .dc = u->dc,
	};
}

/* Without a previous state, h is 0 and the gates' part h^ is not read. */
static void
new_gru(struct gru *u, size_t units, unsigned without)
{
	memset(u, 0, sizeof(*u));
	kernel_fill(&rng, COUNTOF(u->x), u->x);
	kernel_fill(&rng, COUNTOF(u->gates), u->gates);
	kernel_fill(&rng, COUNTOF(u->g), u->g);
	kernel_fill(&rng, COUNTOF(u->dh), u->dh);
	kernel_fill(&rng, COUNTOF(u->drh), u->drh);
	kernel_fill(&rng, COUNTOF(u->dx), u->dx);
	kernel_fill(&rng, COUNTOF(u->c), u->c);
	kernel_fill(&rng, COUNTOF(u->dc), u->dc);
	if (!(without & NO_STATE))
		kernel_fill(&rng, COUNTOF(u->h), u->h);
	point(u, units, without);
}

/* One unit of one row: its values before a pass, and those that the pass
 * wrote.  With reset before, hn is that of the gates. */
struct unit {
	double x[3], hu[3], c[3], h, g, drh, dh; /* values before */
	float gate[3], hn, rh, next, dh_now;     /* values after */
	size_t row;                              /* row of x */
};

static struct unit
unit_of(const struct gru *was, const struct gru *now, size_t r, size_t j)
{
	const size_t H = was->t.units, b = r * H + j;
	struct unit u;
	size_t k;

	u.row = was->t.item ? (size_t)gru_item[r] : r;
	for (k = 0; k < 3; k++) {
		size_t at = r * 3 * H + k * H + j;

		u.x[k] = (double)was->x[u.row * 3 * H + k * H + j];
		u.hu[k] = was->t.h ? (double)was->gates[at] : 0;
		u.c[k] = (double)was->c[k * H + j];
		u.gate[k] = now->gates[at];
	}
	u.h = (double)was->h[b];
	u.g = (double)was->g[b];
	u.drh = (double)was->drh[b];
	u.dh = (double)was->dh[b];
	u.hn = now->hn[b];
	u.rh = now->rh[b];
	u.next = now->next[b];
	u.dh_now = now->dh[b];
	return u;
}

static int
forward_is_right(const struct unit *u, int before)
{
	double z = sigmoid(u->x[0] + u->hu[0] + (before ? 0 : u->c[0]));
	double r = sigmoid(u->x[1] + u->hu[1] + (before ? 0 : u->c[1]));
	double hn = (double)((float)u->hu[2] + (before ? 0 : (float)u->c[2]));
	double n = tanh(u->x[2] + (before ? 1 : r) * hn);

	return kernel_is_near(u->gate[0], z, 1) &&
	       kernel_is_near(u->gate[1], r, 1) &&
	       kernel_is_near(u->gate[2], n, 2) &&
	       kernel_is_near(
		   u->next, z * u->h + (1 - z) * n, 2 + fabs(u->h)) &&
	       (before ? kernel_is_near(u->rh, r * u->h, fabs(u->h))
		       : (double)u->hn == hn);
}

/* The backward pass; the values before include the gates. dx [3] and dc [3]
 * get the expected sums, H apart. */
static int
backward_is_right(const struct gru *was, const struct gru *now, size_t row,
    size_t j, int before, double *dx, double *dc)
{
	const size_t H = was->t.units;
	const struct unit u = unit_of(was, now, row, j);
	const float *gate = was->gates + row * 3 * H + j;
	double z = (double)gate[0], r = (double)gate[H];
	double n = (double)gate[2 * H], hn = (double)was->hn[row * H + j];
	double dn = u.g * (1 - z) * (1 - n * n);
	double dz = u.g * (u.h - n) * z * (1 - z);
	double dr = (before ? u.drh * u.h : dn * hn) * r * (1 - r);
	double dnr = before ? dn : dn * r;
	double dh = u.dh + u.g * z + (before && was->t.h ? u.drh * r : 0);
	double size = 8 * (1 + fabs(u.g)) * (1 + fabs(u.h)) * (1 + fabs(hn)) *
	              (1 + fabs(u.drh));

	dx += u.row * 3 * H + j;
	dx[0] += dz;
	dx[H] += dr;
	dx[2 * H] += dn;
	dc[j] += before ? 0 : dz;
	dc[H + j] += before ? 0 : dr;
	dc[2 * H + j] += before ? 0 : dnr;
	/* Without a previous state dr is 0 and r h is unused. */
	return kernel_is_near(u.dh_now, was->t.dh ? dh : u.dh, size) &&
	       kernel_is_near(u.gate[0], dz, size) &&
	       kernel_is_near(u.gate[2], dnr, size) &&
	       ((before && !was->t.h) || kernel_is_near(u.gate[1], dr, size));
}

static void
run_forward(const struct kernels *k, struct gru *u, int before)
{
	if (before) {
		k->gru_reset_forward(&u->t);
		k->gru_candidate_forward(&u->t);
	} else {
		k->gru_forward(&u->t);
	}
}

static void
run_backward(const struct kernels *k, struct gru *u, int before)
{
	if (before) {
		k->gru_candidate_backward(&u->t);
		if (u->t.h)
			k->gru_reset_backward(&u->t);
	} else {
		k->gru_backward(&u->t);
	}
}

static int
try_gru(const struct kernels *t, size_t units, int before, unsigned without)
{
	static struct gru u, was, half;
	double dx[ROWS * 3 * UNITS], dc[3 * UNITS];
	size_t r, j;
	int good = 1;

	new_gru(&u, units, without);
	for (j = 0; j < ROWS * 3 * units; j++)
		dx[j] = (double)u.dx[j];
	for (j = 0; j < 3 * units; j++)
		dc[j] = (double)u.dc[j];
	was = u;
	run_forward(t, &u, before);
	half = u;
	run_backward(t, &u, before);
	for (r = 0; r < ROWS; r++) {
		for (j = 0; j < units; j++) {
			struct unit now = unit_of(&was, &half, r, j);

			good &=
			    forward_is_right(&now, before) &&
			    backward_is_right(&half, &u, r, j, before, dx, dc);
		}
	}
	for (j = 0; j < ROWS * 3 * units; j++)
		good &= kernel_is_near(u.dx[j], dx[j], 64);
	for (j = 0; j < 3 * units; j++)
		good &= kernel_is_near(u.dc[j], dc[j], 64);
	return good;
}

static void
test_gru(const struct kernels *t, int before)
{
	unsigned without;
	size_t units;
	int good = 1;

	for (units = 1; units <= UNITS; units++)
		for (without = 0; without < WAYS; without++)
			good &= try_gru(t, units, before, without);
	ok(good,
	    "%s: GRU, reset %s the product, forward and backward by its "
	    "equations, 1 to %d units, with and without items, a state before "
	    "and its gradient",
	    t->name, before ? "before" : "after", UNITS);
}

static int
same_gru(const struct kernels *s, const struct kernels *t, size_t units,
    int before, unsigned without)
{
	static struct gru u, v;

	new_gru(&u, units, without);
	v = u;
	point(&v, units, without);
	run_forward(s, &u, before);
	run_forward(t, &v, before);
	run_backward(s, &u, before);
	run_backward(t, &v, before);
	return !memcmp(&u, &v, offsetof(struct gru, t));
}

int
main(void)
{
	const struct kernels *t;
	unsigned without;
	size_t k, i, n;

	rng_seed(&rng, 1, 0);
	for (k = 0; (t = kernels_at(k)); k++) {
		test_gru(t, 0);
		test_gru(t, 1);
	}
	for (i = 1; i < k; i++) {
		int good = 1;

		t = kernels_at(i);
		for (n = 1; n <= UNITS; n++)
			for (without = 0; without < WAYS; without++)
				good &=
				    same_gru(kernels_at(0), t, n, 0, without) &&
				    same_gru(kernels_at(0), t, n, 1, without);
		ok(good, "%s and %s: same bits", kernels_at(0)->name, t->name);
	}
	return done();
}
