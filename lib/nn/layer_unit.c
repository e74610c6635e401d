/*
 * layer_unit - divides rows by their norm and by the temperature t:
 *
 *   y = x / (t |x|),   dx = (dy - t^2 (dy . y) y) / (t |x|)
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <float.h>
#include <string.h>

#include "math/vec.h"
#include "nn/layer_nodes.h"
#include "onnx/onnx_graph.h"

/* The divisor of each row. */
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

/* Divides by at least the smallest positive norm, so that 0 stays 0. */
static const char *
nodes(const struct layer_nodes *p)
{
	const float least = FLT_MIN, t = (float)p->layer->temperature;
	struct onnx_graph *g = p->graph;
	const char *y = p->x, *length;

	if (p->layer->unit) {
		length = onnx_node(g, "ReduceL2", y, NULL);
		onnx_attr_ints(g, "axes", 1, (const int64_t[]){-1});
		length = onnx_node(
		    g, "Max", length, onnx_floats(g, 1, &least), NULL);
		y = onnx_node(g, "Div", y, length, NULL);
	}
	return t == 1 ? y : onnx_node(g, "Div", y, onnx_floats(g, 1, &t), NULL);
}

const struct layer_kind layer_unit = {
    .name = "unit",
    .help = "rows divided by their norm",
    .per_row = 1,
    .in_place = 1,
    .needs_y = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
