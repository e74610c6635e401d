/*
 * test_cell_double - every cell over packed tiles, forward against a plain loop
 * over each sequence by the equations, and backward against the difference
 * quotients of that loop, in double.
 *
 * The function that is derived is a random linear one of all states of a tile,
 * so that every event has a gradient of its own.  A derivative d and its
 * quotient q agree if
 *
 *   |d - q| <= 1e-6 (|d| + |q|) + 1e-9 G
 *
 * with G the largest derivative of the same parameter.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "nn/cell.h"

#include "plain_cell.h"
#include "tap.h"

#define STEPS 12 /* most */
#define ROWS 20
#define UNITS 9
#define GATES 3
#define EVENTS (STEPS * ROWS)

static struct rng rng;

struct cell_problem {
	size_t steps, rows, units;
	int ragged, start, item;
};

/* A tile and what it points to. */
struct cell_work {
	struct cell_tile t;
	const struct cell *cell;
	size_t inputs; /* I */
	int32_t rows[STEPS], item[EVENTS], length[ROWS];
	double x[EVENTS * GATES * UNITS], u[UNITS * GATES * UNITS];
	double ut[GATES * UNITS * UNITS], c[GATES * UNITS];
	double start[ROWS * UNITS], h[EVENTS * UNITS], dh[EVENTS * UNITS];
	double a[EVENTS * UNITS]; /* the linear function */
	double dx[EVENTS * GATES * UNITS], du[UNITS * GATES * UNITS];
	double dc[GATES * UNITS];
};

static void
fill(size_t n, double *x)
{
	size_t i;

	for (i = 0; i < n; i++)
		x[i] = 0.7 * rng_normal(&rng);
}

/* The lengths of the sequences, longest first, and what follows of them.  The
 * first has all steps, since the last step has a row. */
static void
fill_lengths(struct cell_work *w, const struct cell_problem *p)
{
	size_t b, k, most = p->steps;

	w->t.events = 0;
	memset(w->rows, 0, sizeof(w->rows));
	for (b = 0; b < p->rows; b++) {
		if (b && p->ragged && rng_below(&rng, 2))
			most = 1 + (size_t)rng_below(&rng, most);
		w->length[b] = (int32_t)most;
		for (k = 0; k < most; k++)
			w->rows[k]++;
		w->t.events += most;
	}
}

static void
fill_work(
    struct cell_work *w, const struct cell *cell, const struct cell_problem *p)
{
	const size_t H = p->units, GH = cell->gates * H;
	size_t i, j;

	fill_lengths(w, p);
	w->cell = cell;
	w->inputs = p->item ? 1 + w->t.events / 2 : w->t.events;
	for (i = 0; i < w->t.events; i++)
		w->item[i] = (int32_t)rng_below(&rng, w->inputs);
	fill(COUNTOF(w->x), w->x);
	fill(COUNTOF(w->u), w->u);
	fill(COUNTOF(w->c), w->c);
	fill(COUNTOF(w->start), w->start);
	fill(COUNTOF(w->a), w->a);
	for (i = 0; i < H; i++)
		for (j = 0; j < GH; j++)
			w->ut[j * H + i] = w->u[i * GH + j];
	w->t = (struct cell_tile){
	    .steps = p->steps,
	    .events = w->t.events,
	    .units = H,
	    .rows = w->rows,
	    .item = p->item ? w->item : NULL,
	    .x = w->x,
	    .u = w->u,
	    .ut = w->ut,
	    .c = cell->biases == 2 ? w->c : NULL,
	    .start = p->start ? w->start : NULL,
	    .h = w->h,
	    .dh = w->dh,
	    .dx = w->dx,
	    .du = w->du,
	    .dc = cell->biases == 2 ? w->dc : NULL,
	};
}

/* Scratch memory of just the size asked for, full of what no sum survives. */
static void
new_scratch(struct cell_work *w, size_t rows)
{
	size_t n = w->cell->scratch(w->t.steps, w->t.events, rows, w->t.units),
	       i;

	free(w->t.scratch);
	w->t.scratch = malloc(n * sizeof(double));
	if (!w->t.scratch)
		abort();
	for (i = 0; i < n; i++)
		w->t.scratch[i] = (double)NAN;
}

/* The states of all events into h [E,H], one sequence after the other. */
static void
run_plain(const struct cell_work *w, double *h)
{
	const size_t H = w->t.units, GH = w->cell->gates * H;
	size_t b, k, c = 0;

	while (c < COUNTOF(plain_cells) &&
	       strcmp(plain_cells[c].name, w->cell->name) != 0)
		c++;
	if (c == COUNTOF(plain_cells)) {
		ok(0, "%s has equations here", w->cell->name);
		exit(1);
	}
	for (b = 0; b < (size_t)w->rows[0]; b++) {
		static const double zero[UNITS];
		const double *was = w->t.start ? w->start + b * H : zero;
		size_t e = b;

		for (k = 0; k < (size_t)w->length[b]; k++) {
			size_t row = w->t.item ? (size_t)w->item[e] : e;

			plain_cells[c].step(
			    H, w->x + row * GH, w->u, w->c, was, h + e * H);
			was = h + e * H;
			e += (size_t)w->rows[k];
		}
	}
}

/* The linear function of the plain loop's states. */
static double
value(const struct cell_work *w)
{
	static double h[EVENTS * UNITS];
	double sum = 0;
	size_t i;

	run_plain(w, h);
	for (i = 0; i < w->t.events * w->t.units; i++)
		sum += w->a[i] * h[i];
	return sum;
}

/* (L(p + e) - L(p - e)) / 2e, with the error of order e^2 taken out by a second
 * quotient of twice the width (Richardson). */
static double
quotient(const struct cell_work *w, double *p)
{
	const double was = *p, e = 1e-3;
	double q[2];
	int i;

	for (i = 0; i < 2; i++) {
		double up;

		*p = was + (i + 1) * e;
		up = value(w);
		*p = was - (i + 1) * e;
		q[i] = (up - value(w)) / (2 * (i + 1) * e);
	}
	*p = was;
	return (4 * q[0] - q[1]) / 3;
}

/* How far the derivatives g [n] by p [n] are off, relative; of at most 40. */
static double
off_by(struct cell_work *w, size_t n, double *p, const double *g)
{
	const size_t tries = n < 40 ? n : 40;
	double most = 0, worst = 0;
	size_t t, k;

	for (k = 0; k < n; k++)
		most = fmax(most, fabs(g[k]));
	for (t = 0; t < tries; t++) {
		double q, off;

		k = n <= tries ? t : (size_t)rng_below(&rng, n);
		q = quotient(w, p + k);
		off = fmax(fabs(g[k] - q) - 1e-9 * most, 0);
		worst = fmax(worst, off / (fabs(g[k]) + fabs(q) + 1e-300));
		if (isnan(q) || isnan(g[k]) || most < 1e-3)
			worst = INFINITY;
	}
	return worst;
}

/* Backward once; the gradients that come out are what was added to sums that
 * were not 0. */
static void
run_backward(struct cell_work *w)
{
	static struct cell_work was;
	size_t i;

	fill(COUNTOF(w->dx), w->dx);
	fill(COUNTOF(w->du), w->du);
	fill(COUNTOF(w->dc), w->dc);
	memcpy(w->dh, w->a, sizeof(w->dh));
	was = *w;
	w->cell->backward(&w->t);
	for (i = 0; i < COUNTOF(w->dx); i++)
		w->dx[i] -= was.dx[i];
	for (i = 0; i < COUNTOF(w->du); i++)
		w->du[i] -= was.du[i];
	for (i = 0; i < COUNTOF(w->dc); i++)
		w->dc[i] -= was.dc[i];
}

/* Is the state of every event that of the plain loop? */
static int
is_plain(const struct cell_work *w)
{
	static double h[EVENTS * UNITS];
	size_t i;

	run_plain(w, h);
	for (i = 0; i < w->t.events * w->t.units; i++)
		if (!(fabs(h[i] - w->h[i]) <= 1e-13 * (1 + fabs(h[i]))))
			return 0;
	return 1;
}

/* Has sequence b the same states, bit for bit, in a tile of its own? */
static int
is_same_alone(const struct cell_work *w, size_t b)
{
	static struct cell_work one;
	const size_t H = w->t.units, GH = w->cell->gates * H;
	size_t k, e = b;
	int good = 1;

	one = *w;
	one.t.scratch = NULL;
	one.t.steps = one.t.events = (size_t)w->length[b];
	one.t.rows = one.rows;
	one.t.x = one.x;
	one.t.item = NULL;
	one.t.h = one.h;
	one.t.start = w->t.start ? w->start + b * H : NULL;
	for (k = 0; k < one.t.steps; e += (size_t)w->rows[k++]) {
		size_t row = w->t.item ? (size_t)w->item[e] : e;

		one.rows[k] = 1;
		memcpy(one.x + k * GH, w->x + row * GH, GH * sizeof(*one.x));
	}
	new_scratch(&one, 1);
	one.cell->forward(&one.t);
	for (k = 0, e = b; k < one.t.steps; e += (size_t)w->rows[k++])
		good &= !memcmp(one.h + k * H, w->h + e * H, H * sizeof(*w->h));
	free(one.t.scratch);
	return good;
}

static void
try_problem(const struct cell *cell, const struct cell_problem *p)
{
	static struct cell_work w;
	const size_t GH = cell->gates * p->units;
	double x, u, c = 0;
	int alone = 1;
	char what[200];
	size_t b;

	fill_work(&w, cell, p);
	(void)snprintf(what, sizeof(what),
	    "%s: %zu steps, %zu%s rows, %zu events, %zu units%s%s", cell->name,
	    p->steps, p->rows, p->ragged ? " ragged" : "", w.t.events, p->units,
	    p->start ? ", carried state" : "", p->item ? ", items" : "");
	new_scratch(&w, p->rows);
	cell->forward(&w.t);
	for (b = 0; b < p->rows; b++)
		alone &= is_same_alone(&w, b);
	ok(is_plain(&w) && alone,
	    "%s: the states are the plain loop's, and the same alone", what);
	run_backward(&w);
	x = off_by(&w, w.inputs * GH, w.x, w.dx);
	/* U is not asked for where no event has a state before. */
	u = p->steps > 1 || p->start ? off_by(&w, p->units * GH, w.u, w.du) : 0;
	if (cell->biases == 2)
		c = off_by(&w, GH, w.c, w.dc);
	ok(x <= 1e-6 && u <= 1e-6 && c <= 1e-6,
	    "%s: derivatives by x^, U, c off by %.1e, %.1e, %.1e", what, x, u,
	    c);
	free(w.t.scratch);
}

int
main(void)
{
	static const struct cell_problem sizes[] = {
	    {1, 1, 1, 0, 0, 0},
	    {1, 17, 7, 0, 0, 0},
	    {3, 1, 5, 0, 0, 0},
	    {2, 13, 4, 0, 0, 0},
	    {7, 5, 9, 0, 0, 0},
	    {2, 3, 5, 1, 0, 0},
	    {9, 4, 6, 1, 0, 0},
	    {5, 20, 3, 1, 0, 0},
	    {12, 20, 8, 1, 0, 0},
	    {12, 7, 2, 1, 0, 0},
	};
	const struct cell *cell;
	size_t i, k;
	int s;

	rng_seed(&rng, 3, 0);
	for (i = 0; (cell = cell_at(i)); i++) {
		for (k = 0; k < COUNTOF(sizes); k++) {
			for (s = 0; s < 4; s++) {
				struct cell_problem p = sizes[k];

				p.start = s & 1;
				p.item = s >> 1;
				try_problem(cell, &p);
			}
		}
	}
	return done();
}
