/*
 * query_nodes - the query tower of a net as an ONNX graph.
 *
 * nn/context_nodes selects the events.  Fields enter where nn/field_lookups
 * adds them, as rows times their product.  A layer that makes its own product
 * gets their rows beside the item's as its input.
 *
 * Letters: B queries, T events, V items, D embedding size, E columns of a
 * query.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/query_nodes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/field.h"
#include "model/model.h"
#include "nn/context_nodes.h"
#include "nn/field_nodes.h"
#include "nn/layer.h"
#include "nn/layer_nodes.h"
#include "nn/net.h"
#include "nn/params.h"
#include "nn/tower.h"
#include "onnx/onnx_file.h"
#include "onnx/onnx_graph.h"

struct query_nodes {
	struct onnx_graph *graph;
	const struct net *net;
	struct context_nodes context;
	real *items; /* [V+1,D] of items with fields; NULL: the table serves */
	const struct fields *fields;    /* the net's; those of items come
                                           last */
	const char *values[NET_FIELDS]; /* the inputs of these fields */
};

/* The input rows of the events' items [B,T,D]. */
static const char *
item_rows(const struct query_nodes *q, const char *ids)
{
	const struct param *t = &q->net->params->p[q->net->query_table];
	struct onnx_graph *g = q->graph;
	const char *rows =
	    q->items ? onnx_matrix(g, "items", t->rows, t->cols, q->items)
		     : onnx_matrix(g, t->name, t->rows, t->cols, t->w);

	ids = onnx_node(g, "Max", ids, onnx_list(g, 0), NULL);
	return onnx_node(g, "Gather", rows, ids, NULL);
}

/* Field i as nodes. */
static struct field_nodes
field(const struct query_nodes *q, size_t i)
{
	struct field_nodes p = {q->graph, &q->fields->field[i], NULL};
	const struct param *t = &q->net->params->p[q->net->field[i].table];

	if (p.field->kind != FIELD_NUMBER)
		p.table =
		    onnx_matrix(q->graph, t->name, t->rows, t->cols, t->w);
	return p;
}

/* The rows of field i, for events [B,T,S] or queries [B,S]. */
static const char *
field_rows_of(const struct query_nodes *q, size_t i)
{
	const struct field_nodes p = field(q, i);
	const char *values = q->values[i], *missing;

	if (p.field->place == FIELD_EVENT) {
		missing = q->context.filled ? field_nodes_missing(&p) : NULL;
		values = context_nodes_events(
		    &q->context, values, field_nodes_parts(&p), missing);
	}
	return field_nodes_rows(&p, values);
}

static const char *
field_kernel(const struct query_nodes *q, size_t i)
{
	const struct layer *l = &q->net->field[i].tower->layer[0];
	const struct param *w = &q->net->params->p[l->param[0]];

	return onnx_matrix(q->graph, w->name, w->rows, w->cols, w->w);
}

/* Adds the fields of a place to x. */
static const char *
add_fields(const struct query_nodes *q, enum field_place place, const char *x)
{
	struct onnx_graph *g = q->graph;
	const char *rows;
	size_t i;

	for (i = 0; i < net_item_fields(&q->net->is); i++) {
		if (q->fields->field[i].place != place)
			continue;
		rows = field_rows_of(q, i);
		rows = onnx_node(g, "MatMul", rows, field_kernel(q, i), NULL);
		x = onnx_node(g, "Add", x, rows, NULL);
	}
	return x;
}

/* Adds fields before the product instead: joins their rows to x side by side,
 * and their kernels one below the other. */
static void
join_fields(const struct query_nodes *q, struct layer_nodes *p)
{
	struct onnx_graph *g = q->graph;
	size_t i;

	for (i = 0; i < q->net->event_fields; i++) {
		p->x = onnx_node(g, "Concat", p->x, field_rows_of(q, i), NULL);
		onnx_attr_int(g, "axis", 2);
		p->kernel =
		    onnx_node(g, "Concat", p->kernel, field_kernel(q, i), NULL);
		onnx_attr_int(g, "axis", 0);
	}
}

/* Layer l over x. */
static const char *
layer(const struct query_nodes *q, size_t l, const char *x, struct fail *f)
{
	const struct tower *t = q->net->query;
	const struct layer *a = &t->layer[l];
	struct layer_nodes p = {.graph = q->graph,
	    .layer = a - 1,
	    .params = q->net->params,
	    .x = x};

	if (!a->kind->nodes) {
		(void)fail_set(
		    f, "the layer %s cannot be written as ONNX", a->kind->name);
		return NULL;
	}
	if (a->kind->states)
		p.kernel = layer_nodes_param(&p, 0);
	if (l == t->unique && a->kind->states)
		join_fields(q, &p);
	else if (l == t->unique)
		p.x = add_fields(q, FIELD_EVENT, x);
	p.layer = a;
	x = a->kind->nodes(&p);
	return l >= t->events && l + 1 == t->joined
	           ? add_fields(q, FIELD_QUERY, x)
	           : x;
}

/* The output of layers first .. end - 1 for x, or NULL.  A layer with states
 * also makes the layer below. */
static const char *
through(const struct query_nodes *q, size_t first, size_t end, const char *x,
    struct fail *f)
{
	const struct tower *t = q->net->query;
	size_t l;

	for (l = first; x && l < end; l++)
		if (l + 1 == t->n || !t->layer[l + 1].kind->states)
			x = layer(q, l, x, f);
	return x;
}

/* The output of layer 0 in a net that sees no events: the bias and the query's
 * fields, or the row of the only field, unchanged. */
static const char *
fields_alone(const struct query_nodes *q)
{
	const struct layer_nodes first = {.graph = q->graph,
	    .layer = &q->net->query->layer[0],
	    .params = q->net->params};
	size_t i = 0;

	if (!q->net->direct)
		return add_fields(q, FIELD_QUERY, layer_nodes_row(&first, 1));
	while (q->fields->field[i].place != FIELD_QUERY)
		i++;
	return field_rows_of(q, i);
}

/* The output of the layers for events with these ids, or NULL. */
static const char *
of_events(const struct query_nodes *q, const char *ids, struct fail *f)
{
	const struct tower *t = q->net->query;
	const char *x = q->context.filled ? onnx_scalar(q->graph, 0) : NULL;

	x = item_rows(q, context_nodes_events(&q->context, ids, 0, x));
	x = through(q, 0, t->unique, x, f);
	x = through(q, t->unique, t->events, x, f);
	if (!x)
		return NULL;
	x = context_nodes_asked(&q->context, x);
	if (t->joined == t->events)
		x = add_fields(q, FIELD_QUERY, x);
	return through(q, t->events, t->n, x, f);
}

/* The input with the contexts' ids. */
static const char *
context_input(const struct query_nodes *q)
{
	return onnx_input(q->graph, "context", ONNX_INT64, "batch length",
	    q->context.row0 ? "ids of items, oldest first: lines of vocab.tsv, "
			      "from 1; 0: unknown; then -1"
			    : "ids of items, oldest first: lines of vocab.tsv, "
			      "from 1; then 0");
}

/* The query as it is scored: with item biases it gets a last column of 1. */
static const char *
scored(const struct query_nodes *q, const char *x)
{
	static const int64_t pads[] = {0, 0, 0, 1};
	struct onnx_graph *g = q->graph;
	const char *where;
	const float one = 1;

	if (!q->net->is.item_bias)
		return x;
	where = onnx_ints(g, COUNTOF(pads), pads);
	return onnx_node(g, "Pad", x, where, onnx_floats(g, 0, &one), NULL);
}

static int
build(struct query_nodes *q, struct fail *f)
{
	const struct tower *t = q->net->query;
	struct onnx_graph *g = q->graph;
	const char *ids = t->width ? context_input(q) : NULL, *x;
	struct field_nodes p;
	char shape[48];
	size_t i;

	for (i = 0; i < net_item_fields(&q->net->is); i++) {
		if (!field_nodes_can(&q->fields->field[i]))
			return fail_set(f,
			    "the kind of the field %s cannot be written as "
			    "ONNX",
			    q->fields->field[i].name);
		p = field(q, i);
		q->values[i] = field_nodes_input(&p);
	}
	if (ids)
		context_nodes_take(&q->context, ids);
	x = ids ? of_events(q, ids, f)
	        : through(q, 1, t->n, fields_alone(q), f);
	if (!x)
		return -1;
	(void)snprintf(shape, sizeof(shape), "batch %zu", net_columns(q->net));
	onnx_output(g, scored(q, x), "query", shape,
	    "its dot product with a row of candidate_embedding is the score");
	return 0;
}

/* Computes the rows of items with fields once; they become a constant table. */
static int
sum_items(struct query_nodes *q, struct fail *f)
{
	const struct net *n = q->net;

	if (!net_has_items(n))
		return 0;
	q->items = calloc(n->is.items + 1, n->is.dim * sizeof(*q->items));
	return q->items ? net_event_items(n, q->items, f) : fail_memory(f);
}

int
query_nodes_put(struct output *o, const struct net *net,
    const struct fields *fields, const struct model *m,
    void (*say)(int warning, const char *words), struct fail *f)
{
	struct query_nodes q = {.net = net, .fields = fields};
	size_t i;
	int r;

	q.graph = onnx_graph_new(f);
	if (!q.graph)
		return -1;
	r = context_nodes_open(&q.context, q.graph, net, m, f);
	if (!r)
		r = sum_items(&q, f);
	for (i = 0; i < m->nsettings; i++)
		onnx_note(q.graph, m->settings[i].name, m->settings[i].value);
	if (!r)
		r = build(&q, f);
	if (!r && q.context.row0 && net->query->width)
		say(1, "row 0 is the unknown item of this model, not a pad: "
		       "fill contexts up with -1");
	if (!r)
		r = onnx_file_put(q.graph, "query_tower", o, f);
	onnx_graph_free(q.graph);
	free(q.items);
	return r;
}
