/*
 * layer_attention_nodes - the attention block as nodes of an ONNX graph; see
 * nn/layer_attention for the equations.
 *
 * Letters: B queries, T events, D columns, n heads of d columns each.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer_attention_nodes.h"

#include <math.h>

#include "nn/layer.h"
#include "nn/layer_nodes.h"
#include "onnx/onnx_graph.h"

/* x [B,T,D] split into heads, with axes permuted by perm. */
static const char *
dealt(const struct layer_nodes *p, const char *x, const int64_t *perm)
{
	const int64_t heads = (int64_t)p->layer->heads;
	const int64_t shape[] = {0, 0, heads, (int64_t)p->layer->out / heads};

	x = onnx_node(p->graph, "Reshape", x,
	    onnx_ints(p->graph, COUNTOF(shape), shape), NULL);
	return onnx_transpose(p->graph, COUNTOF(shape), perm, x);
}

/* A [B,T,D] from Q, K and V: see nn/self_attention. */
static const char *
attended(
    const struct layer_nodes *p, const char *q, const char *k, const char *v)
{
	static const int64_t rows[] = {0, 2, 1, 3}; /* [B,n,T,d], and back */
	static const int64_t columns[] = {0, 2, 3, 1};
	const int64_t whole[] = {0, 0, (int64_t)p->layer->out};
	const float unseen = -INFINITY,
		    scale = (float)sqrt(
			(double)p->layer->out / (double)p->layer->heads);
	struct onnx_graph *g = p->graph;
	const char *s, *past;

	q = dealt(p, q, rows);
	k = dealt(p, k, columns);
	v = dealt(p, v, rows);
	s = onnx_node(g, "MatMul", q, k, NULL);
	s = onnx_node(g, "Div", s, onnx_floats(g, 1, &scale), NULL);
	past = layer_nodes_past(p);
	s = onnx_node(g, "Where", past, s, onnx_floats(g, 1, &unseen), NULL);
	s = onnx_node(g, "Softmax", s, NULL);
	onnx_attr_int(g, "axis", -1);
	s = onnx_node(g, "MatMul", s, v, NULL);
	s = onnx_transpose(p->graph, COUNTOF(rows), rows, s);
	return onnx_node(
	    g, "Reshape", s, onnx_ints(g, COUNTOF(whole), whole), NULL);
}

const char *
layer_attention_nodes(const struct layer_nodes *p)
{
	const int post = p->layer->norm == LAYER_NORM_POST;
	const int pre = p->layer->norm == LAYER_NORM_PRE;
	struct onnx_graph *g = p->graph;
	const char *n = post ? p->x : layer_nodes_norm(p, NORM, p->x);
	const char *keys = pre ? n : p->x, *residual = pre ? p->x : n;
	const char *q = layer_nodes_affine(p, QUERY, n);
	const char *k = layer_nodes_affine(p, KEY, keys);
	const char *s, *z, *y;

	s = attended(p, q, k, layer_nodes_affine(p, VALUE, keys));
	s = layer_nodes_affine(p, OUTPUT, s);
	s = onnx_node(g, "Add", s, residual, NULL);
	z = layer_nodes_norm(p, post ? NORM : NORM2, s);
	y = layer_nodes_affine(p, FFN1, z);
	y = onnx_node(g, "Relu", y, NULL);
	y = layer_nodes_affine(p, FFN2, y);
	y = onnx_node(g, "Add", y, pre ? s : z, NULL);
	return post ? layer_nodes_norm(p, NORM2, y) : y;
}
