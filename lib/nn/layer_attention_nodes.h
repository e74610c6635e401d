/*
 * layer_attention_nodes - the attention block's parameters
 * (nn/layer_attention), and the block as nodes of an ONNX graph.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_LAYER_ATTENTION_NODES_H
#define NN_LAYER_ATTENTION_NODES_H

#include "base/base.h"

struct layer_nodes;

/* The parameters.  The parameter after each of these is its bias (for NORM,
 * beta after gamma). */
enum layer_attention_param {
	NORM = 0,
	QUERY = 2,
	KEY = 4,
	VALUE = 6,
	OUTPUT = 8,
	NORM2 = 10,
	FFN1 = 12,
	FFN2 = 14
};

const char *layer_attention_nodes(const struct layer_nodes *);

#endif
