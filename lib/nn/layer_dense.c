/*
 * layer_dense - a product with a matrix, and a bias.
 *
 *   y = x W + b,   dx = dy W',   dW += x' dy,   db += sum over rows of dy
 *
 * With no input columns there is no matrix, and y = b.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/mm.h"
#include "math/vec.h"
#include "nn/grads.h"
#include "nn/layer_nodes.h"
#include "nn/params.h"
#include "onnx/onnx_graph.h"

enum { KERNEL, BIAS };

static void
forward(const struct layer_pass *p)
{
	const struct layer *l = p->layer;
	const real *w = p->params->p[l->param[KERNEL]].w, *b;
	size_t i;

	if (l->no_bias && !l->in) {
		memset(p->y, 0, p->n * l->out * sizeof(*p->y));
		return;
	}
	if (l->no_bias) {
		mm_nn(p->n, l->out, l->in, p->x, l->in, w, 0, p->y);
		return;
	}
	b = p->params->p[l->param[BIAS]].w + l->bias_row * l->out;
	for (i = 0; i < p->n; i++)
		memcpy(p->y + i * l->out, b, l->out * sizeof(*b));
	if (l->in)
		mm_nn(p->n, l->out, l->in, p->x, l->in, w, 1, p->y);
}

static void
backward(const struct layer_pass *p)
{
	const struct layer *l = p->layer;

	if (!l->in)
		return;
	mm_nn(p->n, l->in, l->out, p->dy, l->out,
	    p->transposed[l->param[KERNEL]], 0, p->dx);
}

static void
gradient(const struct layer_pass *p)
{
	const struct layer *l = p->layer;
	double *db = l->no_bias
	                 ? NULL
	                 : grads_bias(p->grads, p->params, l->param[BIAS]) +
	                       l->bias_row * l->out;
	size_t i;

	for (i = 0; i < p->n && db; i++)
		vec_add_up(l->out, db, p->dy + i * l->out);
	if (!l->in)
		return;
	mm_tn(l->in, l->out, p->n, p->x, l->in, p->dy, 1,
	    grads_dense(p->grads, p->params, l->param[KERNEL]));
}

static const char *
nodes(const struct layer_nodes *p)
{
	if (!p->layer->no_bias)
		return layer_nodes_affine(p, KERNEL, p->x);
	return onnx_node(
	    p->graph, "MatMul", p->x, layer_nodes_param(p, KERNEL), NULL);
}

const struct layer_kind layer_dense = {
    .name = "dense",
    .help = "a product with a matrix, and a bias",
    .per_row = 1,
    .forward = forward,
    .backward = backward,
    .gradient = gradient,
    .nodes = nodes,
};
