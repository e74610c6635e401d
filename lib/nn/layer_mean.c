/*
 * layer_mean - the mean of the events so far, regardless of their order: a bag
 * of items.
 *
 *   y_t = sum over s <= t of x_s / t,   dx_s += sum over t >= s of dy_t / t
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/vec.h"
#include "nn/layer_nodes.h"
#include "nn/tower.h"
#include "onnx/onnx_graph.h"

static int
declare(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	return tower_widen(t, n, prefix, o->width, f) ||
	               !tower_add(t, &layer_mean, o->width, f)
	           ? -1
	           : 0;
}

/* The sums of each sequence so far [R,H]. */
static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)n;
	return (t->steps ? (size_t)t->active[0] : 0) * l->out;
}

static void
forward(const struct layer_pass *p)
{
	const size_t H = p->layer->out;
	size_t k, b, e = 0;

	for (k = 0; k < p->tile->steps; k++) {
		for (b = 0; b < (size_t)p->tile->active[k]; b++, e++) {
			const real *x =
			    p->x + (p->at ? (size_t)p->at[e] : e) * H;
			real *sum = p->keep + b * H, *y = p->y + e * H;

			if (k)
				vec_add(H, sum, x);
			else
				memcpy(sum, x, H * sizeof(*x));
			memcpy(y, sum, H * sizeof(*y));
			vec_scale(H, y, 1 / (real)(k + 1));
		}
	}
}

/* Runs from the last event to the first, so that the sums cover the later
 * events. */
static void
backward(const struct layer_pass *p)
{
	const size_t H = p->layer->out;
	size_t k, b, e = p->n;

	memset(p->keep, 0, (size_t)p->tile->active[0] * H * sizeof(*p->keep));
	for (k = p->tile->steps; k-- > 0;) {
		e -= (size_t)p->tile->active[k];
		for (b = 0; b < (size_t)p->tile->active[k]; b++) {
			const size_t at = e + b;
			real *sum = p->keep + b * H;

			vec_blend(H, sum, 1, p->dy + at * H, 1 / (real)(k + 1));
			vec_add(H, p->dx + (p->at ? (size_t)p->at[at] : at) * H,
			    sum);
		}
	}
}

/* The sum so far divided by the place, from 1. */
static const char *
nodes(const struct layer_nodes *p)
{
	struct onnx_graph *g = p->graph;
	const char *sum = onnx_node(g, "CumSum", p->x, onnx_scalar(g, 1), NULL);
	const char *n = layer_nodes_places(p);

	n = onnx_node(g, "Add", n, onnx_list(g, 1), NULL);
	n = onnx_cast(g, ONNX_FLOAT, onnx_unsqueeze(g, 1, n));
	return onnx_node(g, "Div", sum, n, NULL);
}

const struct layer_kind layer_mean = {
    .name = "mean",
    .help = "the mean of the events so far: a bag of items",
    .stem = "mean",
    .declare = declare,
    .looks_back = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
