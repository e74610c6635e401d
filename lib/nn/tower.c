/* tower - a chain of layers over the tiles of a batch. */
/* SPDX-License-Identifier: MIT */
#include "nn/tower.h"

#include <string.h>

#include "nn/batch.h"
#include "nn/dropout.h"
#include "nn/field_rows.h"
#include "nn/grads.h"
#include "nn/layer.h"
#include "nn/params.h"

#define LINE 16 /* parts begin at multiples of this many numbers */

/* The parts of a tile's scratch memory. */
struct tower_layout {
	real *x;                   /* [E,.] items joined to fields; NULL: no
                                      fields */
	real *y[TOWER_LAYERS];     /* output of each layer, [n,out] */
	real *keep[TOWER_LAYERS];  /* what each layer keeps */
	real *start[TOWER_LAYERS]; /* [states,R,out] copies; NULL: all 0 */
	real *asked;               /* [Q,.] outputs at events with a query */
	real *d[2];                /* gradients of outputs, in turns */
	size_t side[TOWER_LAYERS]; /* by layer: which of d holds its output's
                                      gradient */
};

/* Deals out scratch; with scratch NULL, only counts. */
static real *
take(real *scratch, size_t *at, size_t n)
{
	real *p = scratch ? scratch + *at : NULL;

	*at += (n + LINE - 1) / LINE * LINE;
	return p;
}

/* How many rows of the tile layer l sees. */
static size_t
rows_of(const struct tower *w, const struct batch_tile *t, size_t l)
{
	return l < w->events ? t->events : t->queries;
}

/* Returns 1 if layer l may work in place: not on the looked-up rows, which all
 * tiles share, nor on an output that the layer below needs. */
static int
in_place(const struct tower *w, size_t l)
{
	return w->layer[l].kind->in_place && l > w->unique &&
	       (l == w->events || !w->layer[l - 1].kind->needs_y);
}

static struct layer_tile
sequences(const struct tower_run *r, const struct batch_tile *t)
{
	return (struct layer_tile){
	    t->steps, t->events, r->batch->active + t->active};
}

/* Places the outputs and the kept numbers. */
static void
lay_out_forward(const struct tower_run *r, const struct batch_tile *t,
    real *scratch, size_t *at, struct tower_layout *p)
{
	const struct tower *w = r->tower;
	const struct layer_tile s = sequences(r, t);
	size_t l;

	p->x = r->fields ? take(scratch, at, t->events * tower_unique_out(w))
	                 : NULL;
	for (l = w->unique; l < w->n; l++) {
		const struct layer *a = &w->layer[l];
		const size_t n = rows_of(w, t, l);
		real *below = l == w->events ? p->asked
		              : l            ? p->y[l - 1]
		                             : NULL;

		if (l == w->events)
			below = p->asked =
			    take(scratch, at, t->queries * a->in);
		p->start[l] = p->keep[l] = NULL;
		if (tower_skips(a, r->dropout)) {
			p->y[l] = below;
			continue;
		}
		if (a->kind->keeps)
			p->keep[l] =
			    take(scratch, at, a->kind->keeps(a, &s, n));
		if (r->batch->carry && a->kind->states)
			p->start[l] = take(
			    scratch, at, a->kind->states * t->rows * a->out);
		p->y[l] =
		    in_place(w, l) ? below : take(scratch, at, n * a->out);
	}
	if (w->events == w->n)
		p->asked = take(scratch, at, t->queries * tower_out(w));
}

/* Places the gradients: dx of a layer takes the other half than its dy, unless
 * the layer works in place. */
static void
lay_out_backward(const struct tower_run *r, const struct batch_tile *t,
    real *scratch, size_t *at, struct tower_layout *p)
{
	const struct tower *w = r->tower;
	size_t l, side = 0, most[2] = {0};

	for (l = w->n; l-- > w->unique;) {
		const struct layer *a = &w->layer[l];

		if (l + 1 == w->events) { /* from the queries to the events */
			most[side] = size_max(most[side], t->queries * a->out);
			side = !side;
		}
		p->side[l] = side;
		most[side] = size_max(most[side], rows_of(w, t, l) * a->out);
		if (!a->kind->in_place)
			side = !side;
	}
	if (r->fields) /* dx of the first layer */
		most[side] =
		    size_max(most[side], t->events * tower_unique_out(w));
	for (l = 0; l < COUNTOF(most); l++)
		p->d[l] = take(scratch, at, most[l]);
}

static size_t
lay_out(const struct tower_run *r, const struct batch_tile *t, real *scratch,
    struct tower_layout *p)
{
	size_t at = 0;

	lay_out_forward(r, t, scratch, &at, p);
	lay_out_backward(r, t, scratch, &at, p);
	return at;
}

size_t
tower_scratch(const struct tower_run *r, size_t tile)
{
	struct tower_layout p;

	return lay_out(r, &r->batch->tile[tile], NULL, &p);
}

/* Layer l's pass. */
static struct layer_pass
pass(const struct tower_run *r, const struct batch_tile *t, size_t tile,
    const struct layer_tile *s, const struct tower_layout *p, size_t l)
{
	const struct tower *w = r->tower;
	const int first = l == w->unique && l < w->events;

	return (struct layer_pass){
	    .layer = &w->layer[l],
	    .params = r->params,
	    .transposed = r->transposed,
	    .tile = l < w->events ? s : NULL,
	    .dropout = r->dropout,
	    .use = tile,
	    .n = rows_of(w, t, l),
	    .x = first            ? (p->x ? p->x : r->x)
	         : l == w->events ? p->asked
	                          : p->y[l - 1],
	    .at = first && !p->x ? r->batch->event + t->event : NULL,
	    .y = p->y[l],
	    .keep = p->keep[l],
	    .start = p->start[l],
	};
}

/* Copies the last layer's outputs at events with a query. */
static void
ask(const struct tower_run *r, const struct batch_tile *t,
    const struct tower_layout *p)
{
	const struct tower *w = r->tower;
	const size_t H = w->events ? w->layer[w->events - 1].out : 0;
	const int32_t *at = r->batch->at + t->query;
	const real *h = H ? p->y[w->events - 1] : NULL;
	size_t i;

	for (i = 0; i < t->queries && H; i++) {
		if (at[i] < 0)
			memset(p->asked + i * H, 0, H * sizeof(*h));
		else
			memcpy(p->asked + i * H, h + (size_t)at[i] * H,
			    H * sizeof(*h));
	}
}

/* Runs the layers from `first` to before `end`. */
static void
forward(const struct tower_run *r, const struct batch_tile *t, size_t tile,
    const struct tower_layout *p, size_t first, size_t end)
{
	const struct layer_tile s = sequences(r, t);
	size_t l;

	for (l = first; l < end; l++) {
		const struct layer *a = &r->tower->layer[l];
		struct layer_pass q = pass(r, t, tile, &s, p, l);

		if (q.n && !tower_skips(a, r->dropout))
			a->kind->forward(&q);
	}
}

/* The output of layer l that the sequence carries on: after dropout, as in the
 * code of GRU4Rec's authors. */
static const real *
carried(const struct tower_run *r, const struct tower_layout *p, size_t l)
{
	const struct tower *w = r->tower;

	while (l + 1 < w->n && w->layer[l + 1].kind == &layer_dropout)
		l++;
	return l + 1 == w->events ? p->asked : p->y[l];
}

/* Takes the first states of sequences from batch.carry, and stores the last
 * ones there. */
static void
carry(const struct tower_run *r, const struct batch_tile *t, size_t tile,
    const struct tower_layout *p, int back)
{
	const struct tower *w = r->tower;
	const struct layer_tile s = sequences(r, t);
	real *c = r->batch->carry;
	size_t l, k;

	for (l = w->unique; c && l < w->events; l++) {
		const struct layer *a = &w->layer[l];
		const size_t n = t->rows * a->out;

		for (k = 0; k < a->kind->states; k++) {
			struct layer_pass q = pass(r, t, tile, &s, p, l);
			real *now = c + t->row * a->out;

			if (!back)
				memcpy(
				    p->start[l] + k * n, now, n * sizeof(*c));
			else
				memcpy(now,
				    k ? a->kind->state(&q, k)
				      : carried(r, p, l),
				    n * sizeof(*c));
			c += r->batch->stride * a->out;
		}
	}
}

/* The rows that fields of queries are added to. */
static real *
joined(const struct tower *w, const struct tower_layout *p)
{
	return w->joined > w->events ? p->y[w->joined - 1] : p->asked;
}

void
tower_forward(
    const struct tower_run *r, size_t tile, real *scratch, real *q, size_t ldq)
{
	const struct batch_tile *t = &r->batch->tile[tile];
	const struct tower *w = r->tower;
	const size_t D = tower_out(w);
	struct tower_layout p;
	const real *out;
	size_t i;

	(void)lay_out(r, t, scratch, &p); /* there is room */
	carry(r, t, tile, &p, 0);
	if (p.x)
		field_rows_sum(r->fields, t->event, t->events, p.x);
	forward(r, t, tile, &p, w->unique, w->events);
	ask(r, t, &p);
	if (r->query_fields) {
		forward(r, t, tile, &p, w->events, w->joined);
		field_rows_add_means(
		    r->query_fields, t->query, t->queries, joined(w, &p));
	}
	forward(r, t, tile, &p, r->query_fields ? w->joined : w->events, w->n);
	carry(r, t, tile, &p, 1);
	out = w->events < w->n ? p.y[w->n - 1] : p.asked;
	for (i = 0; i < t->queries; i++)
		memcpy(q + i * ldq, out + i * D, D * sizeof(*q));
}

/* Spreads the gradient at events with a query to all outputs [E,H]. */
static void
ask_back(const struct tower_run *r, const struct batch_tile *t, const real *d,
    real *dh)
{
	const size_t H = r->tower->layer[r->tower->events - 1].out;
	const int32_t *at = r->batch->at + t->query;
	size_t i;

	memset(dh, 0, t->events * H * sizeof(*dh));
	for (i = 0; i < t->queries; i++)
		if (at[i] >= 0)
			memcpy(
			    dh + (size_t)at[i] * H, d + i * H, H * sizeof(*dh));
}

/* Backward through layer l, whose dy is ready. */
static void
backward(const struct tower_run *r, const struct batch_tile *t, size_t tile,
    const struct tower_layout *p, size_t l, struct grads *g)
{
	const struct layer *a = &r->tower->layer[l];
	const struct layer_tile s = sequences(r, t);
	struct layer_pass q = pass(r, t, tile, &s, p, l);
	const size_t side = p->side[l];

	q.dy = p->d[side];
	q.dx = a->kind->in_place ? p->d[side] : p->d[!side];
	q.grads = g;
	if (q.at)
		q.dx = g->rows[GRADS_QUERY];
	else if (!a->kind->per_row)
		memset(q.dx, 0, q.n * a->in * sizeof(*q.dx));
	if (a->kind->gradient)
		a->kind->gradient(&q);
	a->kind->backward(&q);
}

void
tower_backward(const struct tower_run *r, size_t tile, real *scratch,
    const real *dq, size_t ldq, struct grads *g)
{
	const struct batch_tile *t = &r->batch->tile[tile];
	const struct tower *w = r->tower;
	const size_t D = tower_out(w);
	struct tower_layout p;
	size_t i, l;
	real *d;

	(void)lay_out(r, t, scratch, &p); /* as in tower_forward() */
	d = p.d[0]; /* the gradient of the last layer's outputs, or of those
                       copied for queries */
	for (i = 0; i < t->queries; i++)
		memcpy(d + i * D, dq + i * ldq, D * sizeof(*d));
	for (l = w->n; l-- > w->unique;) {
		const int asked = l + 1 == w->events;
		real *dy = p.d[p.side[l]], *dasked = p.d[!p.side[l]];

		if (r->query_fields && l + 1 == w->joined)
			field_rows_spread_means(r->query_fields, t->query,
			    t->queries, asked ? dasked : dy);
		if (asked)
			ask_back(r, t, dasked, dy);
		if (rows_of(w, t, l) && !tower_skips(&w->layer[l], r->dropout))
			backward(r, t, tile, &p, l, g);
	}
	if (p.x && t->events) {
		const struct layer *a = &w->layer[w->unique];
		const size_t side = p.side[w->unique];

		field_rows_spread(r->fields, t->event, t->events,
		    p.d[a->kind->in_place ? side : !side]);
	}
}
