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
 * model's.  Returns -1 if ONNX cannot express a layer or a field, or
 * onnx_file_put() fails. */
int query_nodes_put(struct output *, const struct net *, const struct fields *,
    const struct model *, void (*say)(int warning, const char *words),
    struct fail *);

#endif
