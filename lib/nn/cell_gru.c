/*
 * cell_gru - the gated recurrent unit of Keras, reset after the product.
 *
 * math/gru.h has the equations and the part number by number; here are the
 * steps and the products: h U on the way forward, and on the way back
 *
 *   dh += dh^ U',   dU += sum over steps of h' dh^
 *
 * where the sum over steps is one product, since the states and the dh^ of all
 * steps stand one after the other.  The state before the first step is 0, so
 * that step needs no product at all.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/cell.h"

#include <string.h>

#include "math/gru.h"
#include "math/mm.h"
#include "math/vec.h"

/* A tile's scratch memory. */
struct scratch {
	real *h;             /* [T,R,H] the state before each step */
	real *gates;         /* [T,R,3H] z, r, n */
	real *hn;            /* [T,R,H] h^_n */
	real *dh;            /* [T,R,3H] backward: dh^ */
	real *dc;            /* [3H] a step's part of dc */
	unsigned char *live; /* [R] */
};

static size_t
gru_scratch(size_t steps, size_t rows, size_t units)
{
	return steps * rows * 8 * units + 3 * units + rows;
}

static struct scratch
layout(const struct cell_tile *t)
{
	size_t n = t->steps * t->rows * t->units;
	struct scratch s;

	s.h = t->scratch;
	s.gates = s.h + n;
	s.hn = s.gates + 3 * n;
	s.dh = s.hn + n;
	s.dc = s.dh + 3 * n;
	s.live = (unsigned char *)(s.dc + 3 * t->units);
	return s;
}

/* What the number-by-number part of step k needs. */
static struct gru_tile
at_step(const struct cell_tile *t, const struct scratch *s, size_t k)
{
	const size_t R = t->rows, H = t->units;
	size_t b;

	for (b = 0; t->length && b < R; b++)
		s->live[b] = (size_t)t->length[b] > k;
	return (struct gru_tile){
	    .rows = R,
	    .units = H,
	    .x = t->x,
	    .c = t->c,
	    .item = t->item + k * R,
	    .live = t->length ? s->live : NULL,
	    .h = s->h + k * R * H,
	    .gates = s->gates + k * R * 3 * H,
	    .hn = s->hn + k * R * H,
	    .next = k + 1 < t->steps ? s->h + (k + 1) * R * H : t->h,
	    .g = t->h,
	    .dx = t->dx,
	    .dh = s->dh + k * R * 3 * H,
	    .dc = s->dc,
	};
}

static void
forward(const struct cell_tile *t)
{
	const size_t R = t->rows, H = t->units;
	struct scratch s = layout(t);
	size_t k;

	memset(s.h, 0, R * H * sizeof(*s.h));
	for (k = 0; k < t->steps; k++) {
		struct gru_tile g = at_step(t, &s, k);

		if (k)
			mm_nn(R, 3 * H, H, g.h, H, t->u, 0, g.gates);
		else
			memset(g.gates, 0, R * 3 * H * sizeof(*g.gates));
		gru_forward(&g);
	}
}

static void
backward(const struct cell_tile *t)
{
	const size_t R = t->rows, H = t->units;
	struct scratch s = layout(t);
	size_t k;

	for (k = t->steps; k-- > 0;) {
		struct gru_tile g = at_step(t, &s, k);

		memset(s.dc, 0, 3 * H * sizeof(*s.dc));
		gru_backward(&g);
		vec_add_up(3 * H, t->dc, s.dc);
		if (k)
			mm_nn(R, H, 3 * H, g.dh, 3 * H, t->ut, 1, g.g);
	}
	if (t->steps > 1)
		mm_tn(H, 3 * H, (t->steps - 1) * R, s.h + R * H, H,
		    s.dh + R * 3 * H, 1, t->du);
}

const struct cell cell_gru = {
    .name = "gru",
    .help = "gated recurrent unit, reset after the product, as in Keras",
    .gates = 3,
    .scratch = gru_scratch,
    .forward = forward,
    .backward = backward,
};
