/*
 * test_gru - every table's part of the GRU against its equations in double; the
 * tables with FMA against each other, bit for bit.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/gru.h"
#include "math/kernels.h"

#include "tap.h"

static struct rng rng;

static void
fill(size_t n, float *x)
{
	size_t i;

	for (i = 0; i < n; i++)
		x[i] = (float)rng_normal(&rng);
}

/* Is a, summed up from terms whose absolute values sum to size, near b? */
static int
is_near(float a, double b, double size)
{
	return fabs((double)a - b) <= 2e-6 * size + 1e-30;
}

static double
sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

#define ROWS 5
#define ITEMS 3
#define UNITS 37 /* most */

struct gru {
	float x[ITEMS * 3 * UNITS], h[ROWS * UNITS], gates[ROWS * 3 * UNITS];
	float hn[ROWS * UNITS], next[ROWS * UNITS], g[ROWS * UNITS];
	float dx[ITEMS * 3 * UNITS], dh[ROWS * 3 * UNITS];
	float c[3 * UNITS], dc[3 * UNITS];
	struct gru_tile t;
};

static const int32_t gru_item[ROWS] = {2, 0, 2, 1, 0};
static const unsigned char gru_live[ROWS] = {1, 0, 1, 1, 0};

static void
new_gru(struct gru *u, size_t units, int masked)
{
	fill(COUNTOF(u->x), u->x);
	fill(COUNTOF(u->h), u->h);
	fill(COUNTOF(u->gates), u->gates);
	fill(COUNTOF(u->g), u->g);
	fill(COUNTOF(u->dx), u->dx);
	fill(COUNTOF(u->c), u->c);
	fill(COUNTOF(u->dc), u->dc);
	u->t = (struct gru_tile){.rows = ROWS,
	    .units = units,
	    .x = u->x,
	    .c = u->c,
	    .item = gru_item,
	    .live = masked ? gru_live : NULL,
	    .h = u->h,
	    .gates = u->gates,
	    .hn = u->hn,
	    .next = u->next,
	    .g = u->g,
	    .dx = u->dx,
	    .dh = u->dh,
	    .dc = u->dc};
}

/* One unit j of row r forward: what was is as before, now after. */
static int
forward_is_right(
    const struct gru *was, const struct gru *now, size_t r, size_t j)
{
	const size_t H = was->t.units;
	const float *x = was->x + (size_t)gru_item[r] * 3 * H;
	const float *hu = was->gates + r * 3 * H, *c = was->c;
	const float *gate = now->gates + r * 3 * H;
	double h = (double)was->h[r * H + j];
	double z = sigmoid((double)x[j] + (double)hu[j] + (double)c[j]);
	double s =
	    sigmoid((double)x[H + j] + (double)hu[H + j] + (double)c[H + j]);
	double hn = (double)(hu[2 * H + j] + c[2 * H + j]);
	double n = tanh((double)x[2 * H + j] + s * hn);

	return is_near(gate[j], z, 1) && is_near(gate[H + j], s, 1) &&
	       is_near(gate[2 * H + j], n, 2) &&
	       (double)now->hn[r * H + j] == hn &&
	       is_near(now->next[r * H + j], z * h + (1 - z) * n, 2 + fabs(h));
}

/* The same backward; sums [ITEMS,3H] gets what dx should become, and all [3H]
 * what dc should. */
static int
backward_is_right(const struct gru *was, const struct gru *now, size_t r,
    size_t j, double *sums, double *all)
{
	const size_t H = was->t.units;
	const float *gate = was->gates + r * 3 * H, *dh = now->dh + r * 3 * H;
	double z = (double)gate[j], s = (double)gate[H + j];
	double n = (double)gate[2 * H + j], g = (double)was->g[r * H + j];
	double hn = (double)was->hn[r * H + j], h = (double)was->h[r * H + j];
	double dn = g * (1 - z) * (1 - n * n);
	double dz = g * (h - n) * z * (1 - z), dr = dn * hn * s * (1 - s);
	double size = 8 * (1 + fabs(g)) * (1 + fabs(h)) * (1 + fabs(hn));

	sums += (size_t)gru_item[r] * 3 * H;
	sums[j] += dz;
	sums[H + j] += dr;
	sums[2 * H + j] += dn;
	all[j] += dz;
	all[H + j] += dr;
	all[2 * H + j] += dn * s;
	return is_near(now->g[r * H + j], g * z, size) &&
	       is_near(dh[j], dz, size) && is_near(dh[H + j], dr, size) &&
	       is_near(dh[2 * H + j], dn * s, size);
}

/* A row that is not live keeps its state, and its gradient goes on. */
static int
rest_is_right(const struct gru *was, const struct gru *now, size_t r, size_t j)
{
	const size_t H = was->t.units;
	const float *dh = now->dh + r * 3 * H;

	return now->next[r * H + j] == was->h[r * H + j] &&
	       now->g[r * H + j] == was->g[r * H + j] && dh[j] == 0 &&
	       dh[H + j] == 0 && dh[2 * H + j] == 0;
}

static int
try_gru(const struct kernels *t, size_t units, int masked)
{
	static struct gru u, was, half;
	double sums[ITEMS * 3 * UNITS], all[3 * UNITS];
	size_t r, j;
	int good = 1;

	new_gru(&u, units, masked);
	for (j = 0; j < ITEMS * 3 * units; j++)
		sums[j] = (double)u.dx[j];
	for (j = 0; j < 3 * units; j++)
		all[j] = (double)u.dc[j];
	was = u;
	t->gru_forward(&u.t);
	half = u;
	t->gru_backward(&u.t);
	for (r = 0; r < ROWS; r++) {
		for (j = 0; j < units; j++) {
			if (masked && !gru_live[r])
				good &= rest_is_right(&was, &u, r, j);
			else
				good &= forward_is_right(&was, &half, r, j) &&
				        backward_is_right(
					    &half, &u, r, j, sums, all);
		}
	}
	for (j = 0; j < ITEMS * 3 * units; j++)
		good &= is_near(u.dx[j], sums[j], 64);
	for (j = 0; j < 3 * units; j++)
		good &= is_near(u.dc[j], all[j], 64);
	return good;
}

static void
test_gru(const struct kernels *t)
{
	size_t units;
	int good = 1;

	for (units = 1; units <= UNITS; units++)
		good &= try_gru(t, units, 0) && try_gru(t, units, 1);
	ok(good,
	    "%s: GRU forward and backward by its equations, with and without "
	    "rows at rest, 1 to %d units",
	    t->name, UNITS);
}

static int
same_gru(const struct kernels *s, const struct kernels *t, size_t units)
{
	static struct gru u, v;
	struct gru_tile mine;

	memset(&u, 0, sizeof(u));
	new_gru(&u, units, (int)(units % 2));
	memcpy(&v, &u, sizeof(u));
	mine = u.t;
	v.t.x = v.x;
	v.t.h = v.h;
	v.t.gates = v.gates;
	v.t.hn = v.hn;
	v.t.next = v.next;
	v.t.g = v.g;
	v.t.dx = v.dx;
	v.t.dh = v.dh;
	v.t.dc = v.dc;
	s->gru_forward(&u.t);
	t->gru_forward(&v.t);
	s->gru_backward(&u.t);
	t->gru_backward(&v.t);
	v.t = mine;
	return !memcmp(&u, &v, offsetof(struct gru, t));
}

int
main(void)
{
	const struct kernels *t;
	size_t k, i, n;

	rng_seed(&rng, 1, 0);
	for (k = 0; (t = kernels_at(k)); k++)
		test_gru(t);
	for (i = 2; i < k; i++) {
		int good = 1;

		for (n = 1; n <= UNITS; n++)
			good &= same_gru(kernels_at(1), kernels_at(i), n);
		ok(good, "%s and %s: same bits", kernels_at(1)->name,
		    kernels_at(i)->name);
	}
	return done();
}
