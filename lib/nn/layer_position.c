/*
 * layer_position - adds the embedding of an event's position in its sequence:
 *
 *   y = a x + P_t,   dx += a dy,   dP_t += dy
 *
 * for event t, counted from the beginning of the window; or without P, where
 * something else tells the order of events, as the time between them.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/vec.h"
#include "nn/grads.h"
#include "nn/layer_nodes.h"
#include "nn/params.h"
#include "onnx/onnx_graph.h"

static size_t
row_of(const struct layer_pass *p, size_t e)
{
	return p->at ? (size_t)p->at[e] : e;
}

static void
forward(const struct layer_pass *p)
{
	const size_t D = p->layer->out;
	const real *position =
	    p->layer->no_bias ? NULL : p->params->p[p->layer->param[0]].w;
	size_t k, e = 0, end = 0;

	for (k = 0; k < p->tile->steps; k++) {
		for (end += (size_t)p->tile->active[k]; e < end; e++) {
			real *y = p->y + e * D;

			memcpy(y, p->x + row_of(p, e) * D, D * sizeof(*y));
			if (position)
				vec_blend(
				    D, y, p->layer->scale, position + k * D, 1);
			else
				vec_scale(D, y, p->layer->scale);
		}
	}
}

static void
backward(const struct layer_pass *p)
{
	const size_t D = p->layer->out;
	real *d = p->layer->no_bias
	              ? NULL
	              : grads_dense(p->grads, p->params, p->layer->param[0]);
	size_t k, e = 0, end = 0;

	for (k = 0; k < p->tile->steps; k++) {
		for (end += (size_t)p->tile->active[k]; e < end; e++) {
			if (d)
				vec_add(D, d + k * D, p->dy + e * D);
			vec_blend(D, p->dx + row_of(p, e) * D, 1, p->dy + e * D,
			    p->layer->scale);
		}
	}
}

/* The first T rows of the table. */
static const char *
nodes(const struct layer_nodes *p)
{
	struct onnx_graph *g = p->graph;
	const float scale = (float)p->layer->scale;
	const char *x =
	    onnx_node(g, "Mul", p->x, onnx_floats(g, 1, &scale), NULL);
	const char *table, *start, *rows;

	if (p->layer->no_bias)
		return x;
	table = layer_nodes_param(p, 0);
	start = onnx_list(g, 0);
	rows = onnx_node(g, "Slice", table, start, layer_nodes_length(p), NULL);
	return onnx_node(g, "Add", x, rows, NULL);
}

const struct layer_kind layer_position = {
    .name = "position",
    .help = "adds a vector for each position in a sequence",
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
