/*
 * query_nodes - the query tower of a net as an ONNX graph.
 *
 * Inputs: `context` [batch,length], the ids of items, oldest first, and an input for
 * each field beside it (nn/field_nodes).  Output: `query` [batch,E], as seq-embed
 * writes it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_QUERY_NODES_H
#define NN_QUERY_NODES_H

#include "base/base.h"

struct fields;
struct net;

/* Writes it; what is to be known of it is said.  The net is the model's, and so are the fields.  -1: a layer or a field
 * has no form in ONNX, or as onnx_file_put(). */
int query_nodes_put(struct output *, const struct net *, const struct fields *,
    const struct model *, void (*say)(int warning, const char *words),
    struct fail *);

#endif
