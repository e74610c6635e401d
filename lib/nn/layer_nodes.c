/* layer_nodes - helpers for layers as nodes of an ONNX graph. */
/* SPDX-License-Identifier: MIT */
#include "nn/layer_nodes.h"

#include "nn/layer.h"
#include "nn/params.h"
#include "onnx/onnx_graph.h"

const char *
layer_nodes_param(const struct layer_nodes *p, size_t k)
{
	const struct param *w = &p->params->p[p->layer->param[k]];

	return onnx_matrix(p->graph, w->name, w->rows, w->cols, w->w);
}

static const char *
reshape(
    const struct layer_nodes *p, const char *x, size_t n, const int64_t *shape)
{
	return onnx_node(
	    p->graph, "Reshape", x, onnx_ints(p->graph, n, shape), NULL);
}

const char *
layer_nodes_row(const struct layer_nodes *p, size_t k)
{
	return reshape(p, layer_nodes_param(p, k), 1, (const int64_t[]){-1});
}

const char *
layer_nodes_affine(const struct layer_nodes *p, size_t k, const char *x)
{
	const char *y =
	    onnx_node(p->graph, "MatMul", x, layer_nodes_param(p, k), NULL);

	return onnx_node(p->graph, "Add", y, layer_nodes_row(p, k + 1), NULL);
}

const char *
layer_nodes_norm(const struct layer_nodes *p, size_t k, const char *x)
{
	const char *gamma = layer_nodes_row(p, k);
	const char *beta = layer_nodes_row(p, k + 1);
	const char *y =
	    onnx_node(p->graph, "LayerNormalization", x, gamma, beta, NULL);

	onnx_attr_float(p->graph, "epsilon", 1e-8);
	return y;
}

const char *
layer_nodes_length(const struct layer_nodes *p)
{
	const char *y = onnx_node(p->graph, "Shape", p->x, NULL);

	onnx_attr_int(p->graph, "start", 1);
	onnx_attr_int(p->graph, "end", 2);
	return y;
}

const char *
layer_nodes_places(const struct layer_nodes *p)
{
	const char *end = onnx_squeeze(p->graph, 0, layer_nodes_length(p));
	const char *start = onnx_scalar(p->graph, 0);
	const char *step = onnx_scalar(p->graph, 1);

	return onnx_node(p->graph, "Range", start, end, step, NULL);
}

const char *
layer_nodes_past(const struct layer_nodes *p)
{
	const char *t = layer_nodes_places(p);
	const char *column = onnx_unsqueeze(p->graph, 0, t);
	const char *row = onnx_unsqueeze(p->graph, 1, t);

	return onnx_node(p->graph, "LessOrEqual", column, row, NULL);
}

/* The columns of w [.,gates], gate by gate in the operator's order. */
static const char *
in_order(const struct layer_nodes *p, const struct layer_nodes_gates *g,
    const char *w)
{
	const int64_t gates[] = {-1, (int64_t)g->n, (int64_t)p->layer->out};
	const int64_t whole[] = {-1, gates[1] * gates[2]};
	const char *order;

	if (!g->order)
		return w;
	order = onnx_ints(p->graph, g->n, g->order);
	w = onnx_node(p->graph, "Gather", reshape(p, w, 3, gates), order, NULL);
	onnx_attr_int(p->graph, "axis", 1);
	return reshape(p, w, 2, whole);
}

/* w [.,gates] in the operator's form: [1,gates,.]. */
static const char *
turned(const struct layer_nodes *p, const struct layer_nodes_gates *g,
    const char *w)
{
	return onnx_unsqueeze(p->graph, 0,
	    onnx_transpose(
		p->graph, 2, (const int64_t[]){1, 0}, in_order(p, g, w)));
}

/* The biases of the input and of the recurrence, which may be 0, in one row. */
static const char *
biases(const struct layer_nodes *p, const struct layer_nodes_gates *g)
{
	const char *b = in_order(p, g, layer_nodes_param(p, 1));
	const int64_t pads[] = {0, 0, 0, (int64_t)(g->n * p->layer->out)};

	return p->layer->bias_row
	           ? reshape(p, b, 2, (const int64_t[]){1, -1})
	           : onnx_node(p->graph, "Pad", b,
			 onnx_ints(p->graph, COUNTOF(pads), pads), NULL);
}

const char *
layer_nodes_recurrent(
    const struct layer_nodes *p, const struct layer_nodes_gates *g)
{
	static const int64_t swapped[] = {1, 0, 2}; /* steps are the first
                                                       axis */
	const char *x = onnx_transpose(p->graph, 3, swapped, p->x);
	const char *w = turned(p, g, p->kernel);
	const char *r = turned(p, g, layer_nodes_param(p, 0));
	const char *b = biases(p, g);
	const char *y = onnx_node(p->graph, g->op, x, w, r, b, NULL);

	onnx_attr_int(p->graph, "hidden_size", (int64_t)p->layer->out);
	if (g->reset_after)
		onnx_attr_int(p->graph, "linear_before_reset", 1);
	return onnx_transpose(
	    p->graph, 3, swapped, onnx_squeeze(p->graph, 1, y));
}
