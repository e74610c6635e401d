/* layer_relu - replaces negative numbers by 0. */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include "nn/layer_nodes.h"
#include "onnx/onnx_graph.h"

static void
forward(const struct layer_pass *p)
{
	const size_t n = p->n * p->layer->out;
	size_t i;

	for (i = 0; i < n; i++)
		p->y[i] = p->x[i] > 0 ? p->x[i] : 0;
}

static void
backward(const struct layer_pass *p)
{
	const size_t n = p->n * p->layer->out;
	size_t i;

	for (i = 0; i < n; i++)
		p->dx[i] = p->y[i] > 0 ? p->dy[i] : 0;
}

static const char *
nodes(const struct layer_nodes *p)
{
	return onnx_node(p->graph, "Relu", p->x, NULL);
}

const struct layer_kind layer_relu = {
    .name = "relu",
    .help = "negative numbers become 0",
    .per_row = 1,
    .in_place = 1,
    .needs_y = 1,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
