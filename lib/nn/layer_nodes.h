/*
 * layer_nodes - layers as nodes of an ONNX graph: the arguments of a layer's
 * nodes() function, and helpers that several layers share.
 *
 * Letters: B queries, T events of each.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_LAYER_NODES_H
#define NN_LAYER_NODES_H

#include "base/base.h"

struct layer;
struct onnx_graph;
struct params;

struct layer_nodes {
	struct onnx_graph *graph;
	const struct layer *layer;
	const struct params *params;
	const char *x; /* [B,T,in]; for queries [B,in] */

	/* Layers with states also add the dense layer below them: x is [B,T,.],
	 * and the input of the gates is x times this kernel. */
	const char *kernel; /* [.,gates] */
};

/* layer_nodes_param() returns parameter k of the layer, [rows,cols];
 * layer_nodes_row() the same as a list, [cols], if it has one row. */
const char *layer_nodes_param(const struct layer_nodes *, size_t k);
const char *layer_nodes_row(const struct layer_nodes *, size_t k);

/* x W + b, with the parameters k and k + 1. */
const char *layer_nodes_affine(
    const struct layer_nodes *, size_t k, const char *x);

/* x normalised, with parameters k and k + 1 as gamma and beta; see
 * math/attention.h. */
const char *layer_nodes_norm(
    const struct layer_nodes *, size_t k, const char *x);

/* layer_nodes_length() returns T, a list of one number; layer_nodes_places()
 * the numbers 0 .. T - 1, [T]; layer_nodes_past() booleans [T,T], true where
 * event t sees event j, that is, j <= t. */
const char *layer_nodes_length(const struct layer_nodes *);
const char *layer_nodes_places(const struct layer_nodes *);
const char *layer_nodes_past(const struct layer_nodes *);

/* The parameters of an ONNX operator with gates, from those of a layer made by
 * tower_add_gated(): {recurrent kernel, bias}. */
struct layer_nodes_gates {
	const char *op; /* GRU or LSTM */
	size_t n;       /* gates */
	const int64_t
	    *order;      /* [n] the layer's gate at each place of ONNX's order;
                            NULL: the same order */
	int reset_after; /* GRU: linear_before_reset */
};
const char *layer_nodes_recurrent(
    const struct layer_nodes *, const struct layer_nodes_gates *);

#endif
