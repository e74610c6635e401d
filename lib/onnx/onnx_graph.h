/*
 * onnx_graph - an ONNX graph, built node by node; onnx_file writes it.
 *
 * A value is known by its name.  Each function that makes a value returns the
 * name, which lives as long as the graph and serves as an input of later nodes.
 *
 *      x = onnx_node(g, "Gather", table, ids, NULL);
 *      onnx_attr_int(g, "axis", 0);
 *
 * Operators and their inputs are those of https://onnx.ai/onnx/operators, in
 * version ONNX_OPSET.
 *
 * Names follow from the order of the calls, and C does not define in which
 * order arguments are evaluated: at most one argument of a call may make nodes
 * or constants.
 *
 * The functions that build the graph report no failure: if memory runs out, the
 * graph becomes invalid and sets `failed`.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ONNX_ONNX_GRAPH_H
#define ONNX_ONNX_GRAPH_H

#include "base/base.h"

#define ONNX_OPSET 17 /* the first that has LayerNormalization */

/* Types of values, with ONNX's numbers. */
enum onnx_type { ONNX_FLOAT = 1, ONNX_INT64 = 7, ONNX_DOUBLE = 11 };

struct onnx_graph;

/* Returns an empty graph, or NULL if memory runs out. */
struct onnx_graph *onnx_graph_new(struct fail *);
void onnx_graph_free(struct onnx_graph *); /* NULL is allowed */

/* onnx_input() makes an input.  onnx_output() makes `value` the output of the
 * graph.  `shape` has the names or numbers of the dimensions, such as "batch
 * 64"; help describes the value. */
const char *onnx_input(struct onnx_graph *, const char *name, enum onnx_type,
    const char *shape, const char *help);
void onnx_output(struct onnx_graph *, const char *value, const char *name,
    const char *shape, const char *help);

/* Adds a text for people and programs, as metadata. */
void onnx_note(struct onnx_graph *, const char *name, const char *text);

/* Adds a node with that operator and returns its output.  The inputs end with
 * NULL. */
const char *onnx_node(struct onnx_graph *, const char *op, ...)
    __attribute__((sentinel));

/* Attributes of the last node, at most ONNX_GRAPH_ATTRS. */
void onnx_attr_int(struct onnx_graph *, const char *name, int64_t x);
void onnx_attr_float(struct onnx_graph *, const char *name, double x);
void onnx_attr_ints(
    struct onnx_graph *, const char *name, size_t n, const int64_t *x);

/* Adds a constant matrix [rows,cols] under its own name; its numbers must
 * outlive the graph.  Further calls with the same name return the same
 * value. */
const char *onnx_matrix(struct onnx_graph *, const char *name, size_t rows,
    size_t cols, const real *x);

/* Add a constant list [n]; n 0: the scalar x[0].  The numbers are copied. */
const char *onnx_doubles(struct onnx_graph *, size_t n, const double *x);
const char *onnx_floats(struct onnx_graph *, size_t n, const float *x);
const char *onnx_ints(struct onnx_graph *, size_t n, const int64_t *x);

/* Add a constant with one number, as a list [1] or as a scalar. */
const char *onnx_list(struct onnx_graph *, int64_t x);
const char *onnx_scalar(struct onnx_graph *, int64_t x);

/* Common operators: onnx_unsqueeze() adds an axis of size 1 to x,
 * onnx_squeeze() removes one, onnx_transpose() permutes the axes [n] of x by
 * perm, and onnx_cast() converts x to a type. */
const char *onnx_unsqueeze(struct onnx_graph *, int64_t axis, const char *x);
const char *onnx_squeeze(struct onnx_graph *, int64_t axis, const char *x);
const char *onnx_transpose(
    struct onnx_graph *, size_t n, const int64_t *perm, const char *x);
const char *onnx_cast(struct onnx_graph *, enum onnx_type, const char *x);

/* The graph, for onnx_file.  All lists are [n] in the order of the calls. */

#define ONNX_GRAPH_ATTRS 3

struct onnx_graph_attr {
	const char *name;
	enum { ONNX_GRAPH_INT, ONNX_GRAPH_FLOAT, ONNX_GRAPH_INTS } is;
	int64_t i;
	double f;
	size_t n;
	const int64_t *ints; /* [n] */
};

struct onnx_graph_node {
	const char *op, *out; /* the operator; the name of the output */
	const char **in;      /* [n] */
	size_t n, nattrs;
	struct onnx_graph_attr attr[ONNX_GRAPH_ATTRS];
};

struct onnx_graph_constant {
	const char *name;
	enum onnx_type is;
	size_t ndims, dims[2], bytes;
	const void *x;
};

struct onnx_graph_value { /* the inputs and the output */
	const char *name, *shape, *help;
	enum onnx_type is;
};

struct onnx_graph_note {
	const char *name, *text;
};

struct onnx_graph {
	struct arena *arena; /* holds all names and copies */
	struct onnx_graph_node *node;
	struct onnx_graph_constant *constant;
	struct onnx_graph_value *input, output;
	struct onnx_graph_note *note;
	size_t nodes, constants, inputs, notes;
	size_t room[4]; /* capacities of the lists */
	int failed;     /* memory ran out */
};

#endif
