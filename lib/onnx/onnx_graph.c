/* onnx_graph - an ONNX graph, built node by node. */
/* SPDX-License-Identifier: MIT */
#include "onnx/onnx_graph.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/fail.h"

enum { NODES, CONSTANTS, INPUTS, NOTES }; /* indices into room */

struct onnx_graph *
onnx_graph_new(struct fail *f)
{
	struct onnx_graph *g = calloc(1, sizeof(*g));

	if (g)
		g->arena = arena_new(SIZE_MAX);
	if (g && g->arena)
		return g;
	(void)fail_memory(f);
	free(g);
	return NULL;
}

void
onnx_graph_free(struct onnx_graph *g)
{
	if (!g)
		return;
	free(g->node);
	free(g->constant);
	free(g->input);
	free(g->note);
	arena_free(g->arena);
	free(g);
}

/* A copy of the n bytes at x; "" after memory has run out, which is never
 * read. */
static const void *
keep(struct onnx_graph *g, const void *x, size_t n)
{
	void *p = g->failed ? NULL : arena_alloc(g->arena, n);

	g->failed |= !p;
	return p ? memcpy(p, x, n) : "";
}

static const char *
text(struct onnx_graph *g, const char *s)
{
	return keep(g, s, strlen(s) + 1);
}

/* Makes room for one more in the list. */
#define ROOM(g, which, list, n) \
	(!((g)->failed |=       \
	    ARRAY_ROOM(&(g)->list, &(g)->room[which], (g)->n + 1, NULL) != 0))

static struct onnx_graph_value
value(struct onnx_graph *g, const char *name, enum onnx_type is,
    const char *shape, const char *help)
{
	struct onnx_graph_value v = {.is = is};

	v.name = text(g, name);
	v.shape = text(g, shape);
	v.help = text(g, help);
	return v;
}

const char *
onnx_input(struct onnx_graph *g, const char *name, enum onnx_type is,
    const char *shape, const char *help)
{
	const struct onnx_graph_value v = value(g, name, is, shape, help);

	if (ROOM(g, INPUTS, input, inputs))
		g->input[g->inputs++] = v;
	return v.name;
}

void
onnx_output(struct onnx_graph *g, const char *from, const char *name,
    const char *shape, const char *help)
{
	(void)onnx_node(g, "Identity", from, NULL);
	g->output = value(g, name, ONNX_FLOAT, shape, help);
	if (!g->failed)
		g->node[g->nodes - 1].out = g->output.name;
}

void
onnx_note(struct onnx_graph *g, const char *name, const char *words)
{
	struct onnx_graph_note n;

	n.name = text(g, name);
	n.text = text(g, words);
	if (ROOM(g, NOTES, note, notes))
		g->note[g->notes++] = n;
}

const char *
onnx_node(struct onnx_graph *g, const char *op, ...)
{
	struct onnx_graph_node node = {.op = op};
	const char *in[8], *s;
	char name[64];
	va_list ap;

	va_start(ap, op);
	while (node.n < COUNTOF(in) && (s = va_arg(ap, const char *)))
		in[node.n++] = s;
	va_end(ap);
	(void)snprintf(name, sizeof(name), "/%s_%zu", op, g->nodes);
	node.out = text(g, name);
	node.in = (const char **)keep(g, in, node.n * sizeof(*in));
	if (ROOM(g, NODES, node, nodes))
		g->node[g->nodes++] = node;
	return node.out;
}

/* Adds an attribute to the last node. */
static void
attribute(struct onnx_graph *g, const struct onnx_graph_attr *a)
{
	struct onnx_graph_node *n = g->failed ? NULL : &g->node[g->nodes - 1];

	if (n && n->nattrs < COUNTOF(n->attr))
		n->attr[n->nattrs++] = *a;
}

void
onnx_attr_int(struct onnx_graph *g, const char *name, int64_t x)
{
	attribute(g, &(const struct onnx_graph_attr){
			 .name = name, .is = ONNX_GRAPH_INT, .i = x});
}

void
onnx_attr_float(struct onnx_graph *g, const char *name, double x)
{
	attribute(g, &(const struct onnx_graph_attr){
			 .name = name, .is = ONNX_GRAPH_FLOAT, .f = x});
}

void
onnx_attr_ints(
    struct onnx_graph *g, const char *name, size_t n, const int64_t *x)
{
	attribute(g, &(const struct onnx_graph_attr){.name = name,
			 .is = ONNX_GRAPH_INTS,
			 .n = n,
			 .ints = keep(g, x, n * sizeof(*x))});
}

static const char *
constant(struct onnx_graph *g, const struct onnx_graph_constant *c)
{
	if (ROOM(g, CONSTANTS, constant, constants))
		g->constant[g->constants++] = *c;
	return c->name;
}

const char *
onnx_matrix(struct onnx_graph *g, const char *name, size_t rows, size_t cols,
    const real *x)
{
	size_t i;

	for (i = 0; i < g->constants; i++)
		if (!strcmp(g->constant[i].name, name))
			return g->constant[i].name;
	return constant(
	    g, &(const struct onnx_graph_constant){.name = text(g, name),
		   .is = sizeof(*x) == sizeof(float) ? ONNX_FLOAT : ONNX_DOUBLE,
		   .ndims = 2,
		   .dims = {rows, cols},
		   .bytes = rows * cols * sizeof(*x),
		   .x = x});
}

/* Numbers x [n] of `size` bytes each; n 0: a scalar. */
static const char *
numbers(struct onnx_graph *g, enum onnx_type is, size_t n, size_t size,
    const void *x)
{
	struct onnx_graph_constant c = {.is = is, .ndims = n != 0, .dims = {n}};
	char name[32];

	(void)snprintf(name, sizeof(name), "/Constant_%zu", g->constants);
	c.name = text(g, name);
	c.bytes = size_max(n, 1) * size;
	c.x = keep(g, x, c.bytes);
	return constant(g, &c);
}

const char *
onnx_doubles(struct onnx_graph *g, size_t n, const double *x)
{
	return numbers(g, ONNX_DOUBLE, n, sizeof(*x), x);
}

const char *
onnx_floats(struct onnx_graph *g, size_t n, const float *x)
{
	return numbers(g, ONNX_FLOAT, n, sizeof(*x), x);
}

const char *
onnx_ints(struct onnx_graph *g, size_t n, const int64_t *x)
{
	return numbers(g, ONNX_INT64, n, sizeof(*x), x);
}

const char *
onnx_list(struct onnx_graph *g, int64_t x)
{
	return onnx_ints(g, 1, &x);
}

const char *
onnx_scalar(struct onnx_graph *g, int64_t x)
{
	return onnx_ints(g, 0, &x);
}

const char *
onnx_unsqueeze(struct onnx_graph *g, int64_t axis, const char *x)
{
	return onnx_node(g, "Unsqueeze", x, onnx_list(g, axis), NULL);
}

const char *
onnx_squeeze(struct onnx_graph *g, int64_t axis, const char *x)
{
	return onnx_node(g, "Squeeze", x, onnx_list(g, axis), NULL);
}

const char *
onnx_transpose(
    struct onnx_graph *g, size_t n, const int64_t *perm, const char *x)
{
	x = onnx_node(g, "Transpose", x, NULL);
	onnx_attr_ints(g, "perm", n, perm);
	return x;
}

const char *
onnx_cast(struct onnx_graph *g, enum onnx_type to, const char *x)
{
	x = onnx_node(g, "Cast", x, NULL);
	onnx_attr_int(g, "to", to);
	return x;
}
