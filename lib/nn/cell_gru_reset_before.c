/*
 * cell_gru_reset_before - the gated recurrent unit of GRU4Rec, reset before the
 * product.
 *
 *   z, r = sigmoid(x^_zr + h U_zr),   n = tanh(x^_n + (r h) U_n)
 *   h' = z h + (1 - z) n
 *
 * after Hidasi et al., Session-based Recommendations with Recurrent Neural
 * Networks (ICLR 2016), section 3, with one bias, which is in x^.  They write
 * h' = (1 - z) h + z n, so that their update gate is 1 - z of ours: since 1 -
 * sigmoid(a) = sigmoid(-a), their weights of z are ours with the other sign,
 * and training starts from the same distribution.  The gates stand in the
 * order of cell_gru, z, r, n, not in that of their program, n, r, z.  Cho et
 * al., Learning Phrase Representations using RNN Encoder-Decoder (2014), write
 * z as here.
 *
 * math/gru.h has the way back number by number; the products are
 *
 *   drh = dn U_n',   dh += [dz,dr] U_zr'
 *   dU_zr += sum over events of h' [dz,dr],   dU_n += the same of (r h)' dn
 */
/* SPDX-License-Identifier: MIT */
#include "nn/cell.h"

#include "math/gru.h"
#include "math/mm.h"

/* A tile's scratch memory. */
struct cell_gru_reset_before_scratch {
	real *gates; /* [E,3H] z, r, n; then dh^ */
	real *rh;    /* [E,H] r h */
	real *drh;   /* [R,H] of one step */
};

static size_t
gru_scratch(size_t steps, size_t events, size_t rows, size_t units)
{
	(void)steps; /* everything else is kept by events */
	return (4 * events + rows) * units;
}

static struct cell_gru_reset_before_scratch
layout(const struct cell_tile *t)
{
	struct cell_gru_reset_before_scratch s;

	s.gates = t->scratch;
	s.rh = s.gates + t->events * 3 * t->units;
	s.drh = s.rh + t->events * t->units;
	return s;
}

/* What of step k, whose events are first and on, both directions need. */
static struct gru_tile
at_step(const struct cell_tile *t, size_t k, size_t first)
{
	const struct cell_gru_reset_before_scratch s = layout(t);
	const size_t H = t->units, own = t->item ? 0 : first * 3 * H;

	return (struct gru_tile){
	    .rows = (size_t)t->rows[k],
	    .units = H,
	    .x = t->x + own,
	    .item = t->item ? t->item + first : NULL,
	    .h = cell_before(t, k, first),
	    .gates = s.gates + first * 3 * H,
	    .rh = s.rh + first * H,
	};
}

static void
forward(const struct cell_tile *t)
{
	const size_t H = t->units, G = 3 * H;
	size_t first = 0, k;

	for (k = 0; k < t->steps; k++) {
		struct gru_tile g = at_step(t, k, first);

		g.next = t->h + first * H;
		if (g.h)
			mm_nn_in(
			    g.rows, 2 * H, H, g.h, H, t->u, G, 0, g.gates, G);
		gru_reset_forward(&g);
		if (g.h)
			mm_nn_in(g.rows, H, H, g.rh, H, t->u + 2 * H, G, 0,
			    g.gates + 2 * H, G);
		gru_candidate_forward(&g);
		first += g.rows;
	}
}

/* dh^ of step k in the place of its gates, dx, and the gradient before. */
static void
step_back(const struct cell_tile *t, size_t k, size_t first)
{
	const size_t H = t->units, G = 3 * H;
	struct gru_tile g = at_step(t, k, first);
	real *drh = layout(t).drh;

	g.g = t->dh + first * H;
	g.dh = cell_dbefore(t, k, first);
	g.dx = t->dx + (t->item ? 0 : first * G);
	gru_candidate_backward(&g);
	if (!g.h)
		return; /* r h is 0 whatever r is */
	mm_nn(g.rows, H, H, g.gates + 2 * H, G, t->ut + 2 * H * H, 0, drh);
	g.drh = drh;
	gru_reset_backward(&g);
	if (g.dh)
		mm_nn(g.rows, H, 2 * H, g.gates, G, t->ut, 1, g.dh);
}

static void
backward(const struct cell_tile *t)
{
	const struct cell_gru_reset_before_scratch s = layout(t);
	const size_t H = t->units, G = 3 * H;
	size_t skip = t->start ? 0 : (size_t)t->rows[0];
	size_t first = t->events, k;

	for (k = t->steps; k-- > 0;) {
		first -= (size_t)t->rows[k];
		step_back(t, k, first);
	}
	cell_add_du(t, 2 * H, s.gates, G);
	mm_tn_in(H, H, t->events - skip, s.rh + skip * H, H,
	    s.gates + skip * G + 2 * H, G, 1, t->du + 2 * H, G);
}

const struct cell cell_gru_reset_before = {
    .name = "gru-reset-before",
    .help = "gated recurrent unit, reset before the product, as in GRU4Rec",
    .gates = 3,
    .biases = 1,
    .scratch = gru_scratch,
    .forward = forward,
    .backward = backward,
};
