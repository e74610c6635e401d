/* tower - the query tower over a tile of sequences, forward and backward. */
/* SPDX-License-Identifier: MIT */
#include "nn/tower.h"

#include <string.h>

#include "math/mm.h"
#include "math/vec.h"
#include "nn/batch.h"
#include "nn/cell.h"
#include "nn/dropout.h"
#include "nn/params.h"

#define LINE 16 /* parts begin at a multiple of so many numbers */

/* What a layer keeps of a tile. */
struct tower_layer {
	real *cell;  /* the cell's own */
	real *start; /* [R,H] copy of what was carried; NULL: 0 */
	real *x;     /* [E,H] input, dropped out; the first layer has none */
	real *mask;  /* [E,H] what did that; NULL: nothing, x is the h below */
	real *input; /* [E,GH] x W + b; the first layer has a table instead */
	real *h;     /* [E,H] */
};

struct tower_parts {
	struct tower_layer layer[PARAMS_LAYERS];
	real *g;      /* [Q,H] outputs that are asked */
	real *mask;   /* [Q,H] */
	real *y;      /* [Q,D] g projected; g itself without projection */
	real *norm;   /* [Q] */
	real *dg;     /* [Q,H] */
	real *dy;     /* [Q,D] */
	real *dh;     /* [E,H] */
	real *dinput; /* [E,GH] */
};

static real *
take(real *scratch, size_t *at, size_t n)
{
	real *p = scratch ? scratch + *at : NULL;

	*at += (n + LINE - 1) / LINE * LINE;
	return p;
}

/* Deals out scratch, or without it only counts: how many numbers. */
static size_t
lay_out(const struct tower *w, const struct batch_tile *t, real *scratch,
    struct tower_parts *p)
{
	const struct params_shape *is = &w->net->is;
	const size_t H = is->units, D = is->dim, E = t->events, Q = t->queries,
		     GH = is->cell->gates * H;
	const int drop = w->dropout && w->dropout->hidden > 0;
	size_t at = 0, l;

	for (l = 0; l < is->layers; l++) {
		struct tower_layer *a = &p->layer[l];

		*a = (struct tower_layer){0};
		a->cell = take(
		    scratch, &at, is->cell->scratch(t->steps, E, t->rows, H));
		a->h = take(scratch, &at, E * H);
		if (w->batch->carry)
			a->start = take(scratch, &at, t->rows * H);
		if (!l)
			continue;
		a->input = take(scratch, &at, E * GH);
		a->mask = drop ? take(scratch, &at, E * H) : NULL;
		a->x = drop ? take(scratch, &at, E * H) : p->layer[l - 1].h;
	}
	p->g = take(scratch, &at, Q * H);
	p->dg = take(scratch, &at, Q * H);
	p->mask = drop ? take(scratch, &at, Q * H) : NULL;
	p->y = H == D ? p->g : take(scratch, &at, Q * D);
	p->dy = H == D ? p->dg : take(scratch, &at, Q * D);
	p->norm = take(scratch, &at, Q);
	p->dh = take(scratch, &at, E * H);
	p->dinput = is->layers > 1 ? take(scratch, &at, E * GH) : NULL;
	return at;
}

size_t
tower_scratch(const struct tower *w, size_t tile)
{
	struct tower_parts p;

	return lay_out(w, &w->batch->tile[tile], NULL, &p);
}

/* The cell's view of layer l; without sums, forward. */
static struct cell_tile
cell_tile(const struct tower *w, const struct batch_tile *t,
    const struct tower_parts *p, size_t l, const struct tower_sums *sums)
{
	const struct params_shape *is = &w->net->is;
	const struct param *param = &w->net->p[PARAM_KERNEL + 3 * l];
	const size_t H = is->units, GH = is->cell->gates * H;
	const struct tower_layer *a = &p->layer[l];
	struct cell_tile c = {
	    .steps = t->steps,
	    .events = t->events,
	    .units = H,
	    .rows = w->batch->active + t->active,
	    .item = l ? NULL : w->batch->event + t->event,
	    .x = l ? a->input : w->table,
	    .u = param[1].w,
	    .ut = w->transposed[PARAM_RECURRENT + 3 * l],
	    .c = is->cell->biases > 1 ? param[2].w + GH : NULL,
	    .start = a->start,
	    .scratch = a->cell,
	    .h = a->h,
	};

	if (sums) {
		c.dh = p->dh;
		c.dx = l ? p->dinput : sums->table;
		c.du = sums->g[PARAM_KERNEL + 3 * l + 1];
		c.dc = sums->bias + (2 * l + 1) * GH;
	}
	return c;
}

/* to [n] = x [n], without what a new mask [n] of this use drops. */
static void
drop_out(const struct tower *w, uint64_t use, size_t n, const real *x,
    real *mask, real *to)
{
	dropout_mask(w->dropout, w->dropout->hidden, use, n, mask);
	vec_mul(n, to, x, mask);
}

/* Layer l's input from the output of the layer below. */
static void
make_input(const struct tower *w, const struct batch_tile *t, size_t tile,
    const struct tower_parts *p, size_t l)
{
	const struct params_shape *is = &w->net->is;
	const struct param *param = &w->net->p[PARAM_KERNEL + 3 * l];
	const size_t H = is->units, GH = is->cell->gates * H, E = t->events;
	const struct tower_layer *a = &p->layer[l];
	size_t e;

	if (a->mask)
		drop_out(
		    w, (uint64_t)l << 20 | tile, E * H, a[-1].h, a->mask, a->x);
	for (e = 0; e < E; e++)
		memcpy(a->input + e * GH, param[2].w, GH * sizeof(*a->input));
	mm_nn(E, GH, H, a->x, H, param[0].w, 1, a->input);
}

/* The outputs that are asked, to y [Q,D]. */
static void
gather(const struct tower *w, const struct batch_tile *t, size_t tile,
    const struct tower_parts *p)
{
	const struct params_shape *is = &w->net->is;
	const size_t H = is->units, D = is->dim, Q = t->queries;
	const int32_t *at = w->batch->at + t->query;
	const real *h = p->layer[is->layers - 1].h;
	size_t i;

	for (i = 0; i < Q; i++) {
		if (at[i] < 0)
			memset(p->g + i * H, 0, H * sizeof(*p->g));
		else
			memcpy(p->g + i * H, h + (size_t)at[i] * H,
			    H * sizeof(*p->g));
	}
	if (p->mask)
		drop_out(w, (uint64_t)is->layers << 20 | tile, Q * H, p->g,
		    p->mask, p->g);
	if (H == D)
		return;
	for (i = 0; i < Q; i++)
		memcpy(p->y + i * D, w->net->p[PARAM_PROJECTION_BIAS].w,
		    D * sizeof(*p->y));
	mm_nn(Q, D, H, p->g, H, w->net->p[PARAM_PROJECTION].w, 1, p->y);
}

/* What is carried: taken before the layers, and given back after them.  As the
 * authors of GRU4Rec have it, it is the output after dropout. */
static void
carry(const struct tower *w, const struct batch_tile *t,
    const struct tower_parts *p, int back)
{
	const struct params_shape *is = &w->net->is;
	const size_t H = is->units, L = is->layers;
	size_t l;

	for (l = 0; l < L && w->batch->carry; l++) {
		real *c = w->batch->carry + (l * w->batch->stride + t->row) * H;
		const real *out = l + 1 < L ? p->layer[l + 1].x : p->g;

		if (back)
			memcpy(c, out, t->rows * H * sizeof(*c));
		else
			memcpy(p->layer[l].start, c, t->rows * H * sizeof(*c));
	}
}

void
tower_forward(const struct tower *w, size_t tile, real *scratch, real *q)
{
	const struct batch_tile *t = &w->batch->tile[tile];
	const struct params_shape *is = &w->net->is;
	const size_t D = is->dim, E = params_columns(w->net);
	struct tower_parts p;
	size_t l, i;

	(void)lay_out(w, t, scratch, &p); /* there is room */
	carry(w, t, &p, 0);
	for (l = 0; l < is->layers; l++) {
		struct cell_tile c = cell_tile(w, t, &p, l, NULL);

		if (l)
			make_input(w, t, tile, &p, l);
		if (t->events)
			is->cell->forward(&c);
	}
	gather(w, t, tile, &p);
	carry(w, t, &p, 1);
	for (i = 0; i < t->queries; i++, q += E) {
		memcpy(q, p.y + i * D, D * sizeof(*q));
		if (is->normalize)
			p.norm[i] = vec_unit(D, q);
		if (E > D)
			q[D] = 1;
	}
}

/*
 * Through the length: with q = y / |y|,
 *
 *   dy = (dq - (dq . q) q) / |y|
 */
static void
back_to_y(const struct tower *w, const struct batch_tile *t, const real *q,
    const real *dq, const struct tower_parts *p)
{
	const struct params_shape *is = &w->net->is;
	const size_t D = is->dim, E = params_columns(w->net);
	size_t i, j;

	for (i = 0; i < t->queries; i++, q += E, dq += E) {
		real *dy = p->dy + i * D, inner = 0;

		memcpy(dy, dq, D * sizeof(*dy));
		if (!is->normalize)
			continue;
		for (j = 0; j < D; j++)
			inner += dy[j] * q[j];
		for (j = 0; j < D; j++)
			dy[j] -= inner * q[j];
		vec_scale(D, dy, p->norm[i] > 0 ? 1 / p->norm[i] : 0);
	}
}

/* From dy [Q,D] to dh [E,H] of the last layer. */
static void
back_to_h(const struct tower *w, const struct batch_tile *t,
    const struct tower_parts *p, const struct tower_sums *sums)
{
	const struct params_shape *is = &w->net->is;
	const size_t H = is->units, D = is->dim, Q = t->queries;
	const size_t GH = is->cell->gates * H;
	const int32_t *at = w->batch->at + t->query;
	size_t i;

	if (H != D) {
		mm_tn(H, D, Q, p->g, H, p->dy, 1, sums->g[PARAM_PROJECTION]);
		for (i = 0; i < Q; i++)
			vec_add_up(
			    D, sums->bias + 2 * is->layers * GH, p->dy + i * D);
		mm_nn(Q, H, D, p->dy, D, w->transposed[PARAM_PROJECTION], 0,
		    p->dg);
	}
	if (p->mask)
		vec_mul(Q * H, p->dg, p->dg, p->mask);
	memset(p->dh, 0, t->events * H * sizeof(*p->dh));
	for (i = 0; i < Q; i++)
		if (at[i] >= 0)
			memcpy(p->dh + (size_t)at[i] * H, p->dg + i * H,
			    H * sizeof(*p->dh));
}

/* From dinput [E,GH] of layer l to dh [E,H] of the one below. */
static void
back_to_below(const struct tower *w, const struct batch_tile *t,
    const struct tower_parts *p, size_t l, const struct tower_sums *sums)
{
	const struct params_shape *is = &w->net->is;
	const size_t H = is->units, GH = is->cell->gates * H, E = t->events;
	const size_t kernel = PARAM_KERNEL + 3 * l;
	const struct tower_layer *a = &p->layer[l];
	size_t e;

	for (e = 0; e < E; e++)
		vec_add_up(GH, sums->bias + 2 * l * GH, p->dinput + e * GH);
	mm_tn(H, GH, E, a->x, H, p->dinput, 1, sums->g[kernel]);
	mm_nn(E, H, GH, p->dinput, GH, w->transposed[kernel], 0, p->dh);
	if (a->mask)
		vec_mul(E * H, p->dh, p->dh, a->mask);
}

void
tower_backward(const struct tower *w, size_t tile, real *scratch, const real *q,
    const real *dq, const struct tower_sums *sums)
{
	const struct batch_tile *t = &w->batch->tile[tile];
	const struct params_shape *is = &w->net->is;
	const size_t GH = is->cell->gates * is->units;
	struct tower_parts p;
	size_t l;

	(void)lay_out(w, t, scratch, &p); /* as forward did */
	back_to_y(w, t, q, dq, &p);
	back_to_h(w, t, &p, sums);
	for (l = is->layers; l-- > 0;) {
		struct cell_tile c = cell_tile(w, t, &p, l, sums);

		if (l)
			memset(p.dinput, 0, t->events * GH * sizeof(*p.dinput));
		if (t->events)
			is->cell->backward(&c);
		if (l)
			back_to_below(w, t, &p, l, sums);
	}
}
