/*
 * layer_gru - the GRU of Keras, whose reset gate acts after the product.
 *
 * math/gru.h has the equations and the elementwise loops.  This file has the
 * steps and the products: h U forward, and backward
 *
 *   dh += dh^ U',   dU += sum over events of h' dh^
 *
 * with h the state before an event.  Where h is 0 the product is skipped.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/gru.h"
#include "math/mm.h"
#include "math/vec.h"
#include "nn/grads.h"
#include "nn/layer_nodes.h"
#include "nn/params.h"
#include "nn/tower.h"

enum {
	RECURRENT,
	BIAS
}; /* parameters; the recurrence's bias is row 1 of
                             BIAS */

static int
declare(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	return tower_add_gated(t, n, prefix, &layer_gru, 3, 2, o->width, f);
}

/* The numbers kept of a tile. */
struct layer_gru_kept {
	real *gates; /* [E,3H] z, r, n; then dh^ */
	real *hn;    /* [E,H] h^_n */
	real *dc;    /* [3H] dc of one step */
};

static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)n;
	return (4 * t->events + 3) * l->out;
}

static struct layer_gru_kept
layout(const struct layer_pass *p)
{
	struct layer_gru_kept s;

	s.gates = p->keep;
	s.hn = s.gates + p->n * 3 * p->layer->out;
	s.dc = s.hn + p->n * p->layer->out;
	return s;
}

/* The numbers of step k, which begins at event `first`, for both directions. */
static struct gru_tile
at_step(const struct layer_pass *p, size_t k, size_t first)
{
	const struct layer_gru_kept s = layout(p);
	const size_t H = p->layer->out, own = p->at ? 0 : first * 3 * H;

	return (struct gru_tile){
	    .rows = (size_t)p->tile->active[k],
	    .units = H,
	    .x = p->x + own,
	    .item = p->at ? p->at + first : NULL,
	    .c = p->params->p[p->layer->param[BIAS]].w + 3 * H,
	    .h = layer_before(p, k, first),
	    .gates = s.gates + first * 3 * H,
	    .hn = s.hn + first * H,
	};
}

static void
forward(const struct layer_pass *p)
{
	const size_t H = p->layer->out;
	const real *u = p->params->p[p->layer->param[RECURRENT]].w;
	size_t first = 0, k;

	for (k = 0; k < p->tile->steps; k++) {
		struct gru_tile g = at_step(p, k, first);

		g.next = p->y + first * H;
		if (g.h)
			mm_nn(g.rows, 3 * H, H, g.h, H, u, 0, g.gates);
		gru_forward(&g);
		first += g.rows;
	}
}

static void
backward(const struct layer_pass *p)
{
	const struct layer_gru_kept s = layout(p);
	const struct layer *l = p->layer;
	const size_t H = l->out;
	const real *ut = p->transposed[l->param[RECURRENT]];
	double *dc = grads_bias(p->grads, p->params, l->param[BIAS]) + 3 * H;
	size_t first = p->n, k;

	for (k = p->tile->steps; k-- > 0;) {
		struct gru_tile g;

		first -= (size_t)p->tile->active[k];
		g = at_step(p, k, first);
		g.g = p->dy + first * H;
		g.dh = layer_dbefore(p, k, first);
		g.dx = p->dx + (p->at ? 0 : first * 3 * H);
		g.dc = s.dc;
		memset(s.dc, 0, 3 * H * sizeof(*s.dc));
		gru_backward(&g);
		vec_add_up(3 * H, dc, s.dc);
		if (g.dh)
			mm_nn(g.rows, H, 3 * H, g.gates, 3 * H, ut, 1, g.dh);
	}
	layer_add_recurrent(p, 3 * H, s.gates, 3 * H,
	    grads_dense(p->grads, p->params, l->param[RECURRENT]));
}

static const char *
nodes(const struct layer_nodes *p)
{
	return layer_nodes_recurrent(
	    p, &(const struct layer_nodes_gates){
		   .op = "GRU", .n = 3, .reset_after = 1});
}

const struct layer_kind layer_gru = {
    .name = "gru",
    .help = "gated recurrent unit, reset gate after the product, as in Keras",
    .stem = "gru",
    .declare = declare,
    .needs_y = 1,
    .states = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
