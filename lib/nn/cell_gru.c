/*
 * cell_gru - the gated recurrent unit of Keras, reset after the product.
 *
 * math/gru.h has the equations and the part number by number; here are the
 * steps and the products: h U on the way forward, and on the way back
 *
 *   dh += dh^ U',   dU += sum over events of h' dh^
 *
 * with h the state before an event.  Where that is 0 there is no product.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/cell.h"

#include <string.h>

#include "math/gru.h"
#include "math/mm.h"
#include "math/vec.h"

/* A tile's scratch memory. */
struct cell_gru_scratch {
	real *gates; /* [E,3H] z, r, n; then dh^ */
	real *hn;    /* [E,H] h^_n */
	real *dc;    /* [3H] a step's part of dc */
};

static size_t
gru_scratch(size_t steps, size_t events, size_t rows, size_t units)
{
	(void)steps; /* everything is kept by events */
	(void)rows;
	return (4 * events + 3) * units;
}

static struct cell_gru_scratch
layout(const struct cell_tile *t)
{
	struct cell_gru_scratch s;

	s.gates = t->scratch;
	s.hn = s.gates + t->events * 3 * t->units;
	s.dc = s.hn + t->events * t->units;
	return s;
}

/* What of step k, whose events are first and on, both directions need. */
static struct gru_tile
at_step(const struct cell_tile *t, size_t k, size_t first)
{
	const struct cell_gru_scratch s = layout(t);
	const size_t H = t->units, own = t->item ? 0 : first * 3 * H;

	return (struct gru_tile){
	    .rows = (size_t)t->rows[k],
	    .units = H,
	    .x = t->x + own,
	    .item = t->item ? t->item + first : NULL,
	    .c = t->c,
	    .h = cell_before(t, k, first),
	    .gates = s.gates + first * 3 * H,
	    .hn = s.hn + first * H,
	};
}

static void
forward(const struct cell_tile *t)
{
	const size_t H = t->units;
	size_t first = 0, k;

	for (k = 0; k < t->steps; k++) {
		struct gru_tile g = at_step(t, k, first);

		g.next = t->h + first * H;
		if (g.h)
			mm_nn(g.rows, 3 * H, H, g.h, H, t->u, 0, g.gates);
		gru_forward(&g);
		first += g.rows;
	}
}

static void
backward(const struct cell_tile *t)
{
	const struct cell_gru_scratch s = layout(t);
	const size_t H = t->units;
	size_t first = t->events, k;

	for (k = t->steps; k-- > 0;) {
		struct gru_tile g;

		first -= (size_t)t->rows[k];
		g = at_step(t, k, first);
		g.g = t->dh + first * H;
		g.dh = cell_dbefore(t, k, first);
		g.dx = t->dx + (t->item ? 0 : first * 3 * H);
		g.dc = s.dc;
		memset(s.dc, 0, 3 * H * sizeof(*s.dc));
		gru_backward(&g);
		vec_add_up(3 * H, t->dc, s.dc);
		if (g.dh)
			mm_nn(g.rows, H, 3 * H, g.gates, 3 * H, t->ut, 1, g.dh);
	}
	cell_add_du(t, 3 * H, s.gates, 3 * H);
}

const struct cell cell_gru = {
    .name = "gru",
    .help = "gated recurrent unit, reset after the product, as in Keras",
    .gates = 3,
    .biases = 2,
    .scratch = gru_scratch,
    .forward = forward,
    .backward = backward,
};
