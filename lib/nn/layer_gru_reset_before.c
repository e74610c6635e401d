/*
 * layer_gru_reset_before - the GRU of GRU4Rec, whose reset gate acts before the
 * product.
 *
 *   z, r = sigmoid(x^_zr + h U_zr),   n = tanh(x^_n + (r h) U_n)
 *   h' = z h + (1 - z) n
 *
 * after Hidasi et al., Session-based Recommendations with Recurrent Neural
 * Networks (ICLR 2016), section 3, with one bias, which is in x^.  They write
 * h' = (1 - z) h + z n, so their update gate is our 1 - z.  Since 1 -
 * sigmoid(a) = sigmoid(-a), their weights for z are ours with the opposite
 * sign, and training starts from the same distribution.  The order of the gates
 * is z, r, n, as in layer_gru; their program has n, r, z.  Cho et al., Learning
 * Phrase Representations using RNN Encoder-Decoder (2014), write z as here.
 *
 * math/gru.h has the elementwise backward loops; the products are
 *
 *   drh = dn U_n',   dh += [dz,dr] U_zr'
 *   dU_zr += sum over events of h' [dz,dr],   dU_n += the same of (r h)' dn
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include "math/gru.h"
#include "math/mm.h"
#include "nn/grads.h"
#include "nn/layer_nodes.h"
#include "nn/params.h"
#include "nn/tower.h"

enum { RECURRENT }; /* the parameter */

static int
declare(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	return tower_add_gated(
	    t, n, prefix, &layer_gru_reset_before, 3, 1, o->width, f);
}

/* The numbers kept of a tile. */
struct layer_gru_reset_before_kept {
	real *gates; /* [E,3H] z, r, n; then dh^ */
	real *rh;    /* [E,H] r h */
	real *drh;   /* [R,H] of one step */
};

static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	const size_t rows = t->steps ? (size_t)t->active[0] : 0;

	(void)n;
	return (4 * t->events + rows) * l->out;
}

static struct layer_gru_reset_before_kept
layout(const struct layer_pass *p)
{
	struct layer_gru_reset_before_kept s;

	s.gates = p->keep;
	s.rh = s.gates + p->n * 3 * p->layer->out;
	s.drh = s.rh + p->n * p->layer->out;
	return s;
}

/* The numbers of step k, which begins at event `first`, for both directions. */
static struct gru_tile
at_step(const struct layer_pass *p, size_t k, size_t first)
{
	const struct layer_gru_reset_before_kept s = layout(p);
	const size_t H = p->layer->out, own = p->at ? 0 : first * 3 * H;

	return (struct gru_tile){
	    .rows = (size_t)p->tile->active[k],
	    .units = H,
	    .x = p->x + own,
	    .item = p->at ? p->at + first : NULL,
	    .h = layer_before(p, k, first),
	    .gates = s.gates + first * 3 * H,
	    .rh = s.rh + first * H,
	};
}

static void
forward(const struct layer_pass *p)
{
	const size_t H = p->layer->out, G = 3 * H;
	const real *u = p->params->p[p->layer->param[RECURRENT]].w;
	size_t first = 0, k;

	for (k = 0; k < p->tile->steps; k++) {
		struct gru_tile g = at_step(p, k, first);

		g.next = p->y + first * H;
		if (g.h)
			mm_nn_in(&(const struct mm){
			    g.rows, 2 * H, H, g.h, H, u, G, 0, g.gates, G});
		gru_reset_forward(&g);
		if (g.h)
			mm_nn_in(&(const struct mm){g.rows, H, H, g.rh, H,
			    u + 2 * H, G, 0, g.gates + 2 * H, G});
		gru_candidate_forward(&g);
		first += g.rows;
	}
}

/* Replaces the gates of step k by dh^; computes dx and the gradient of the
 * state before. */
static void
step_back(const struct layer_pass *p, size_t k, size_t first)
{
	const size_t H = p->layer->out, G = 3 * H;
	const real *ut = p->transposed[p->layer->param[RECURRENT]];
	struct gru_tile g = at_step(p, k, first);
	real *drh = layout(p).drh;

	g.g = p->dy + first * H;
	g.dh = layer_dbefore(p, k, first);
	g.dx = p->dx + (p->at ? 0 : first * G);
	gru_candidate_backward(&g);
	if (!g.h)
		return; /* r h is 0 for any r */
	mm_nn(g.rows, H, H, g.gates + 2 * H, G, ut + 2 * H * H, 0, drh);
	g.drh = drh;
	gru_reset_backward(&g);
	if (g.dh)
		mm_nn(g.rows, H, 2 * H, g.gates, G, ut, 1, g.dh);
}

static void
backward(const struct layer_pass *p)
{
	const struct layer_gru_reset_before_kept s = layout(p);
	const struct layer *l = p->layer;
	const size_t H = l->out, G = 3 * H;
	real *du = grads_dense(p->grads, p->params, l->param[RECURRENT]);
	size_t skip = p->start ? 0 : (size_t)p->tile->active[0];
	size_t first = p->n, k;

	for (k = p->tile->steps; k-- > 0;) {
		first -= (size_t)p->tile->active[k];
		step_back(p, k, first);
	}
	layer_add_recurrent(p, 2 * H, s.gates, G, du);
	mm_tn_in(&(const struct mm){H, H, p->n - skip, s.rh + skip * H, H,
	    s.gates + skip * G + 2 * H, G, 1, du + 2 * H, G});
}

static const char *
nodes(const struct layer_nodes *p)
{
	return layer_nodes_recurrent(
	    p, &(const struct layer_nodes_gates){.op = "GRU", .n = 3});
}

const struct layer_kind layer_gru_reset_before = {
    .name = "gru-reset-before",
    .help =
	"gated recurrent unit, reset gate before the product, as in GRU4Rec",
    .stem = "gru",
    .declare = declare,
    .needs_y = 1,
    .states = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
