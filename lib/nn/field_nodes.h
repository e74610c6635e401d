/*
 * field_nodes - fields as inputs and nodes of an ONNX graph.
 *
 * Letters: B queries, T events of each, P parts of a value; S columns of the
 * field's rows.  Values of events are [B,T,.], of queries [B,.].
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FIELD_NODES_H
#define NN_FIELD_NODES_H

#include "base/base.h"

struct field;
struct onnx_graph;

struct field_nodes {
	struct onnx_graph *graph;
	const struct field *field;
	const char *table; /* [rows,S] the field's table; ignored for numbers */
};

/* Returns 1 if ONNX can express the field's kind.  The other functions are only
 * for such fields. */
int field_nodes_can(const struct field *);

/* Returns the graph's input for the field's values, which has the field's name:
 * ids, lists of ids, or numbers. */
const char *field_nodes_input(const struct field_nodes *);

/* Returns 1 if values have parts, that is, one more axis. */
int field_nodes_parts(const struct field_nodes *);

/* The constant for a missing value, a scalar. */
const char *field_nodes_missing(const struct field_nodes *);

/* The rows [..,S] of the values. */
const char *field_nodes_rows(const struct field_nodes *, const char *values);

#endif
