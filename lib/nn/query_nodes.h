/*
 * query_nodes - the query tower of a net as an ONNX graph.
 *
 * Inputs: `context` [batch,length], ids of items, oldest first; and an input
 * for each field (nn/field_nodes).  Output: `query` [batch,E], equal to the row
 * that seq-embed writes.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_QUERY_NODES_H
#define NN_QUERY_NODES_H

#include "base/base.h"

struct fields;
struct net;

/* Writes the graph; say() reports facts about it.  net and fields are the
 * model's.  -1: a layer or a field cannot be expressed in ONNX, or an error of
 * onnx_file_put(). */
int query_nodes_put(struct output *, const struct net *, const struct fields *,
    const struct model *, void (*say)(int warning, const char *words),
    struct fail *);

#endif
