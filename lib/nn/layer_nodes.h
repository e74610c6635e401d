/*
 * layer_nodes - layers as nodes of an ONNX graph: what the function of a layer is
 * given, and what several of them share.
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
	const char *x; /* [B,T,in], of queries [B,in] */

	/* Of a layer with states: the dense layer below is its to make too, so x
	 * is [B,T,.], and the input of its gates x kernel. */
	const char *kernel; /* [.,gates] */
};

/* The layer's parameter k, [rows,cols]; and a single row of it, [cols]. */
const char *layer_nodes_param(const struct layer_nodes *, size_t k);
const char *layer_nodes_row(const struct layer_nodes *, size_t k);

/* x W + b, with the parameters k and k + 1. */
const char *layer_nodes_affine(
    const struct layer_nodes *, size_t k, const char *x);

/* x normalised with the parameters k and k + 1; see math/attention.h. */
const char *layer_nodes_norm(
    const struct layer_nodes *, size_t k, const char *x);

/* T, as a list of one; the places 0 .. T - 1 [T]; and which events j an event t
 * sees, those up to it: truths [T,T]. */
const char *layer_nodes_length(const struct layer_nodes *);
const char *layer_nodes_places(const struct layer_nodes *);
const char *layer_nodes_past(const struct layer_nodes *);

/* The parameters of an operator with gates, as a layer by tower_add_gated() has
 * them: {recurrent kernel, bias}. */
struct layer_nodes_gates {
	const char *op; /* GRU or LSTM */
	size_t n;       /* gates */
	const int64_t
	    *order;      /* [n] which of ours is where; NULL: as they are */
	int reset_after; /* of a GRU */
};
const char *layer_nodes_recurrent(
    const struct layer_nodes *, const struct layer_nodes_gates *);

#endif
