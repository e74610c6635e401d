/*
 * field_nodes - fields as inputs and nodes of an ONNX graph: what they are given as,
 * and the rows that their values have.
 *
 * Letters: B queries, T events of each, P parts of a value; S columns of the field's
 * rows.  Values of events are [B,T,.], of queries [B,.].
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
	const char *table; /* [rows,S] the field's; not read of a number */
};

/* Has its kind a form in ONNX?  The others are of such alone. */
int field_nodes_can(const struct field *);

/* The input of the field's values, which has its name: ids, lists of ids, or
 * numbers. */
const char *field_nodes_input(const struct field_nodes *);

/* Do values have parts, an axis more? */
int field_nodes_parts(const struct field_nodes *);

/* What stands for a value that is missing: a constant, a scalar. */
const char *field_nodes_missing(const struct field_nodes *);

/* The rows [..,S] of values. */
const char *field_nodes_rows(const struct field_nodes *, const char *values);

#endif
