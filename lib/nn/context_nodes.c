/* context_nodes - selects the events of a context that a model sees. */
/* SPDX-License-Identifier: MIT */
#include "nn/context_nodes.h"

#include "data/unknown.h"
#include "model/model.h"
#include "nn/net.h"
#include "onnx/onnx_graph.h"

int
context_nodes_open(struct context_nodes *c, struct onnx_graph *g,
    const struct net *net, const struct model *m, struct fail *f)
{
	const char *unknown = model_setting(m, "unknown");

	*c = (struct context_nodes){.graph = g};
	if (model_number(m, "context_length", SIZE_MAX, &c->most, f))
		return -1;
	c->filled = net->is.fill_context && c->most;
	c->row0 =
	    !c->filled && unknown && unknown_find(unknown) == UNKNOWN_ROW0;
	if (net->longest && (!c->most || net->longest < c->most))
		c->most = net->longest;
	return 0;
}

/* The sizes of ids from axis 1 on: a list of one number. */
static const char *
length_of(struct onnx_graph *g, const char *ids)
{
	const char *n = onnx_node(g, "Shape", ids, NULL);

	onnx_attr_int(g, "start", 1);
	return n;
}

/* 0 .. n - 1, where n is a list of one number. */
static const char *
count_up(struct onnx_graph *g, const char *n)
{
	const char *end = onnx_squeeze(g, 0, n);
	const char *from = onnx_scalar(g, 0), *step = onnx_scalar(g, 1);

	return onnx_node(g, "Range", from, end, step, NULL);
}

/* n [B], before the limit K.  Id 0 is a pad unless it is an item.  In a filled
 * context id 0 is both, and all ids count. */
static const char *
count_events(const struct context_nodes *c, const char *ids)
{
	struct onnx_graph *g = c->graph;
	const char *places = count_up(g, length_of(g, ids)), *is, *n;

	is = onnx_list(g, c->row0 ? -1 : 0);
	is = onnx_node(g, "Greater", ids, is, NULL);
	places = onnx_node(g, "Add", places, onnx_list(g, 1), NULL);
	n = onnx_node(g, "Where", is, places, onnx_list(g, 0), NULL);
	n = onnx_node(g, "ReduceMax", n, NULL);
	onnx_attr_ints(g, "axes", 1, (const int64_t[]){1});
	onnx_attr_int(g, "keepdims", 0);
	return n;
}

void
context_nodes_take(struct context_nodes *c, const char *ids)
{
	struct onnx_graph *g = c->graph;
	const char *most, *first, *t;

	c->length = count_events(c, ids);
	if (!c->most)
		return;
	most = onnx_list(g, (int64_t)c->most);
	first = onnx_node(g, "Sub", c->length, most, NULL);
	first = onnx_node(g, "Max", first, onnx_list(g, 0), NULL);
	first = onnx_unsqueeze(g, 1, first);
	t = most;
	if (!c->filled) {
		c->length = onnx_node(g, "Min", c->length, most, NULL);
		t = onnx_node(g, "Min", length_of(g, ids), most, NULL);
	}
	t = onnx_node(g, "Add", first, count_up(g, t), NULL);
	c->start = onnx_unsqueeze(g, 2, t);
}

const char *
context_nodes_events(const struct context_nodes *c, const char *values,
    int parts, const char *missing)
{
	const int64_t most = (int64_t)c->most;
	const int64_t flat[] = {0, 0, 0, most}, deep[] = {0, 0, 0, 0, most, 0};
	struct onnx_graph *g = c->graph;
	const char *pads;

	if (!c->start)
		return values;
	if (c->filled) {
		pads = parts ? onnx_ints(g, COUNTOF(deep), deep)
		             : onnx_ints(g, COUNTOF(flat), flat);
		values = onnx_node(g, "Pad", values, pads, missing, NULL);
	}
	values = onnx_node(g, "GatherND", values, c->start, NULL);
	onnx_attr_int(g, "batch_dims", 1);
	return values;
}

const char *
context_nodes_asked(const struct context_nodes *c, const char *h)
{
	struct onnx_graph *g = c->graph;
	const char *axis, *zero, *is, *at;
	const float none = 0;

	if (c->filled) {
		at = onnx_scalar(g, (int64_t)c->most - 1);
		h = onnx_node(g, "Gather", h, at, NULL);
		onnx_attr_int(g, "axis", 1);
		return h;
	}
	axis = onnx_list(g, 1);
	zero = onnx_list(g, 0);
	is = onnx_node(g, "Greater", c->length, zero, NULL);
	is = onnx_node(g, "Unsqueeze", is, axis, NULL);
	at = onnx_node(g, "Sub", c->length, axis, NULL);
	at = onnx_node(g, "Max", at, zero, NULL);
	at = onnx_node(g, "Unsqueeze", at, axis, NULL);
	h = onnx_node(g, "GatherND", h, at, NULL);
	onnx_attr_int(g, "batch_dims", 1);
	return onnx_node(g, "Where", is, h, onnx_floats(g, 1, &none), NULL);
}
