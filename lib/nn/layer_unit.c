/*
 * layer_unit - rows divided by their length and by the temperature t:
 *
 *   y = x / (t |x|),   dx = (dy - t^2 (dy . y) y) / (t |x|)
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/vec.h"

/* What every row was divided by. */
static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)l;
	(void)t;
	return n;
}

static void
forward(const struct layer_pass *p)
{
	const size_t D = p->layer->out;
	const double t = p->layer->temperature;
	size_t i;

	for (i = 0; i < p->n; i++) {
		real *y = p->y + i * D;

		if (p->x != p->y)
			memcpy(y, p->x + i * D, D * sizeof(*y));
		p->keep[i] = (real)t * (p->layer->unit ? vec_unit(D, y) : 1);
		if (t != 1)
			vec_scale(D, y, (real)(1 / t));
	}
}

static void
backward(const struct layer_pass *p)
{
	const size_t D = p->layer->out;
	const real t = (real)p->layer->temperature;
	size_t i, j;

	for (i = 0; i < p->n; i++) {
		const real *y = p->y + i * D;
		real *dx = p->dx + i * D, inner = 0;

		if (p->dx != p->dy)
			memcpy(dx, p->dy + i * D, D * sizeof(*dx));
		for (j = 0; j < D && p->layer->unit; j++)
			inner += dx[j] * y[j];
		vec_blend(D, dx, 1, y, -inner * t * t);
		vec_scale(D, dx, p->keep[i] > 0 ? 1 / p->keep[i] : 0);
	}
}

const struct layer_kind layer_unit = {
    .name = "unit",
    .help = "rows divided by their length",
    .per_row = 1,
    .in_place = 1,
    .needs_y = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
};
