/*
 * layer_lstm - long short-term memory, as in Keras.
 *
 *   i, f, o = sigmoid(x^_ifo + h U_ifo),   g = tanh(x^_g + h U_g)
 *   c' = f c + i g                          the cell's state
 *   h' = o tanh c'                          the output
 *
 * after Hochreiter, Schmidhuber, Neural Computation 9 (1997), with the forget
 * gate of Gers, Schmidhuber, Cummins (2000), whose bias begins at 1
 * (Jozefowicz, Zaremba, Sutskever 2015).  The gates have Keras' order i, f, g,
 * o; the only bias is in x^.  Backward, from dh' and the following step's dc':
 *
 *   e = dc' + dh' o (1 - tanh^2 c'),   dc = e f
 *   di = e g i (1 - i),   df = e c f (1 - f),   dg = e i (1 - g^2)
 *   do = dh' tanh c' o (1 - o)
 *   dx^ = dh^ = [di, df, dg, do],   dh += dh^ U'
 *
 * Since sigmoid x = (1 + tanh(x / 2)) / 2, one loop computes all gates of a
 * step.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/mm.h"
#include "math/vec.h"
#include "nn/grads.h"
#include "nn/layer_nodes.h"
#include "nn/params.h"
#include "nn/tower.h"

enum { RECURRENT, BIAS }; /* parameters */

static int
declare(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	struct param_kind *bias;

	if (tower_add_gated(t, n, prefix, &layer_lstm, 4, 1, o->width, f))
		return -1;
	bias = &n->p[t->layer[t->n - 1].param[BIAS]].is;
	bias->ones = o->width;
	bias->ones_end = 2 * o->width;
	return 0;
}

/* The numbers kept of a tile. */
struct layer_lstm_kept {
	real *gates; /* [E,4H] i, f, g, o; then dh^ */
	real *c;     /* [E,H] c' */
	real *tanh;  /* [E,H] of c' */
	real *dc;    /* [R,H] from the following step */
};

static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)n;
	return (6 * t->events + (t->steps ? (size_t)t->active[0] : 0)) * l->out;
}

static struct layer_lstm_kept
layout(const struct layer_pass *p)
{
	const size_t EH = p->n * p->layer->out;
	struct layer_lstm_kept s;

	s.gates = p->keep;
	s.c = s.gates + 4 * EH;
	s.tanh = s.c + EH;
	s.dc = s.tanh + EH;
	return s;
}

/* The cell states before step k, which begins at event `first`; NULL: 0. */
static const real *
cell_before(const struct layer_pass *p, size_t k, size_t first)
{
	const size_t H = p->layer->out;

	if (k)
		return layout(p).c +
		       (first - (size_t)p->tile->active[k - 1]) * H;
	return p->start ? p->start + (size_t)p->tile->active[0] * H : NULL;
}

/* Applies the gates' functions to x^, plus h U if there is an h: z [4H] of each
 * of n rows. */
static void
gates(const struct layer_pass *p, size_t first, size_t n, real *z)
{
	const size_t H = p->layer->out;
	size_t b, j;

	for (b = 0; b < n; b++) {
		size_t row = p->at ? (size_t)p->at[first + b] : first + b;

		vec_add(4 * H, z + b * 4 * H, p->x + row * 4 * H);
		vec_scale(2 * H, z + b * 4 * H, (real)0.5);
		vec_scale(H, z + b * 4 * H + 3 * H, (real)0.5);
	}
	vec_tanh(n * 4 * H, z);
	for (b = 0; b < n; b++, z += 4 * H) {
		for (j = 0; j < 2 * H; j++)
			z[j] = (real)0.5 + (real)0.5 * z[j];
		for (j = 3 * H; j < 4 * H; j++)
			z[j] = (real)0.5 + (real)0.5 * z[j];
	}
}

static void
forward(const struct layer_pass *p)
{
	const struct layer_lstm_kept s = layout(p);
	const size_t H = p->layer->out;
	const real *u = p->params->p[p->layer->param[RECURRENT]].w;
	size_t first = 0, n, k, i, j;

	for (k = 0; k < p->tile->steps; k++, first += n) {
		const real *h = layer_before(p, k, first);
		const real *before = cell_before(p, k, first);
		real *z = s.gates + first * 4 * H, *c = s.c + first * H;
		real *t = s.tanh + first * H, *y = p->y + first * H;

		n = (size_t)p->tile->active[k];
		if (h)
			mm_nn(n, 4 * H, H, h, H, u, 0, z);
		else
			memset(z, 0, n * 4 * H * sizeof(*z));
		gates(p, first, n, z);
		for (i = 0; i < n; i++, z += 4 * H)
			for (j = 0; j < H; j++)
				c[i * H + j] =
				    z[j] * z[2 * H + j] +
				    (before ? z[H + j] * before[i * H + j] : 0);
		memcpy(t, c, n * H * sizeof(*t));
		vec_tanh(n * H, t);
		for (i = 0, z = s.gates + first * 4 * H; i < n; i++, z += 4 * H)
			vec_mul(H, y + i * H, z + 3 * H, t + i * H);
	}
}

/* Event e, row b of its step: replaces its gates by dh^, and stores dc for the
 * step before. */
static void
event_back(const struct layer_pass *p, const struct layer_lstm_kept *s,
    size_t e, size_t b, const real *before)
{
	const size_t H = p->layer->out;
	real *z = s->gates + e * 4 * H, *dc = s->dc + b * H;
	const real *t = s->tanh + e * H, *dh = p->dy + e * H;
	size_t j;

	for (j = 0; j < H; j++) {
		const real i = z[j], f = z[H + j], g = z[2 * H + j],
			   o = z[3 * H + j];
		const real d = dc[j] + dh[j] * o * (1 - t[j] * t[j]);

		z[j] = d * g * i * (1 - i);
		z[H + j] = before ? d * before[b * H + j] * f * (1 - f) : 0;
		z[2 * H + j] = d * i * (1 - g * g);
		z[3 * H + j] = dh[j] * t[j] * o * (1 - o);
		dc[j] = d * f;
	}
	vec_add(4 * H, p->dx + (p->at ? (size_t)p->at[e] : e) * 4 * H, z);
}

static void
backward(const struct layer_pass *p)
{
	const struct layer_lstm_kept s = layout(p);
	const struct layer *l = p->layer;
	const size_t H = l->out;
	const real *ut = p->transposed[l->param[RECURRENT]];
	size_t first = p->n, n, k, b;

	memset(s.dc, 0, (size_t)p->tile->active[0] * H * sizeof(*s.dc));
	for (k = p->tile->steps; k-- > 0;) {
		const real *before;
		real *dh;

		n = (size_t)p->tile->active[k];
		first -= n;
		before = cell_before(p, k, first);
		for (b = 0; b < n; b++)
			event_back(p, &s, first + b, b, before);
		dh = layer_dbefore(p, k, first);
		if (dh)
			mm_nn(n, H, 4 * H, s.gates + first * 4 * H, 4 * H, ut,
			    1, dh);
	}
	layer_add_recurrent(p, 4 * H, s.gates, 4 * H,
	    grads_dense(p->grads, p->params, l->param[RECURRENT]));
}

/* State 1 is the cell's; used for sequences of one event. */
static const real *
state(const struct layer_pass *p, size_t k)
{
	return k ? layout(p).c : p->y;
}

static const char *
nodes(const struct layer_nodes *p)
{
	static const int64_t order[] = {0, 3, 1, 2}; /* i, o, f, g */

	return layer_nodes_recurrent(
	    p, &(const struct layer_nodes_gates){
		   .op = "LSTM", .n = 4, .order = order});
}

const struct layer_kind layer_lstm = {
    .name = "lstm",
    .help = "long short-term memory, as in Keras; the forget gate begins open",
    .stem = "lstm",
    .declare = declare,
    .needs_y = 1,
    .states = 2,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .state = state,
    .nodes = nodes,
};
