/*
 * query_nodes - the query tower of a net as an ONNX graph.
 *
 * A context ends before its first pads, which are at its end, and of a longer one
 * than the model looks back over (K) only the last events are taken:
 *
 *   n = the place, from 1, of the last id that is no pad;   T = min(length, K)
 *   event t is the one at max(n - K, 0) + t, t < T;   n = min(n, K)
 *
 * All layers over events see T of them, pads too: no layer looks ahead, so that what
 * is asked, the output at n - 1, does not depend on these.  Where the model was
 * trained on contexts filled up with row 0, T = n = K.
 *
 * Letters: B queries, T events, V items, D embedding size, E columns of a query.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/query_nodes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/field.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "model/model.h"
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
	size_t most;        /* K; 0: any */
	const char *start;  /* [B,T] the places of events, for GatherND; NULL:
			      they are as they come */
	const char *length; /* n [B] */
	real *items;        /* [V+1,D] of items with fields; NULL: the table */
	const struct fields *fields;    /* the net's, those of items last */
	const char *values[NET_FIELDS]; /* those fields' inputs */
};

/* Is an id no pad?  Row 0 is the pad, unless it was trained as the unknown item. */
static const char *
is_event(const struct query_nodes *q, const struct model *m, const char *ids)
{
	const char *unknown = model_setting(m, "unknown");
	const int row0 = unknown && unknown_find(unknown) == UNKNOWN_ROW0;

	return onnx_node(q->graph, "Greater", ids,
	    onnx_list(q->graph, row0 && !q->net->is.fill_context ? -1 : 0),
	    NULL);
}

/* The sizes of ids from axis 1 on: a list of one. */
static const char *
length_of(struct onnx_graph *g, const char *ids)
{
	const char *n = onnx_node(g, "Shape", ids, NULL);

	onnx_attr_int(g, "start", 1);
	return n;
}

/* 0 .. n - 1, of n as a list of one. */
static const char *
count_up(struct onnx_graph *g, const char *n)
{
	const char *end = onnx_node(g, "Squeeze", n, NULL);
	const char *from = onnx_scalar(g, 0), *step = onnx_scalar(g, 1);

	return onnx_node(g, "Range", from, end, step, NULL);
}

/* n [B], before it is cut. */
static const char *
length_nodes(
    const struct query_nodes *q, const struct model *m, const char *ids)
{
	struct onnx_graph *g = q->graph;
	const char *places = count_up(g, length_of(g, ids));
	const char *is = is_event(q, m, ids), *n;

	places = onnx_node(g, "Add", places, onnx_list(g, 1), NULL);
	n = onnx_node(g, "Where", is, places, onnx_list(g, 0), NULL);
	n = onnx_node(g, "ReduceMax", n, NULL);
	onnx_attr_ints(g, "axes", 1, (const int64_t[]){1});
	onnx_attr_int(g, "keepdims", 0);
	return n;
}

/* Where events stand in what is K longer than the context, if that is filled up,
 * and n. */
static void
place_nodes(struct query_nodes *q, const struct model *m, const char *ids)
{
	struct onnx_graph *g = q->graph;
	const char *n = length_nodes(q, m, ids), *most, *first, *t;

	q->length = n;
	if (!q->most)
		return;
	most = onnx_list(g, (int64_t)q->most);
	first = onnx_node(g, "Sub", n, most, NULL);
	first = onnx_node(g, "Max", first, onnx_list(g, 0), NULL);
	first = onnx_unsqueeze(g, 1, first);
	t = most;
	if (!q->net->is.fill_context)
		t = onnx_node(g, "Min", length_of(g, ids), most, NULL);
	t = onnx_node(g, "Add", first, count_up(g, t), NULL);
	q->start = onnx_unsqueeze(g, 2, t);
	if (!q->net->is.fill_context)
		q->length = onnx_node(g, "Min", n, most, NULL);
}

/* Of values [B,length,..] those of the events, [B,T,..]; p: whose they are, NULL: ids
 * of items. */
static const char *
event_values(const struct query_nodes *q, const struct field_nodes *p,
    const char *values)
{
	const int64_t most = (int64_t)q->most;
	const int64_t flat[] = {0, 0, 0, most}, deep[] = {0, 0, 0, 0, most, 0};
	struct onnx_graph *g = q->graph;
	const char *missing, *pads;

	if (!q->start)
		return values;
	if (q->net->is.fill_context) {
		missing = p ? field_nodes_missing(p) : onnx_scalar(g, 0);
		pads = p && field_nodes_parts(p)
		           ? onnx_ints(g, COUNTOF(deep), deep)
		           : onnx_ints(g, COUNTOF(flat), flat);
		values = onnx_node(g, "Pad", values, pads, missing, NULL);
	}
	values = onnx_node(g, "GatherND", values, q->start, NULL);
	onnx_attr_int(g, "batch_dims", 1);
	return values;
}

/* The rows of the events' items [B,T,D]. */
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

/* The rows of field i, of events [B,T,S] or of queries [B,S]. */
static const char *
field_rows_of(const struct query_nodes *q, size_t i)
{
	const struct field_nodes p = field(q, i);
	const char *values = q->values[i];

	if (p.field->place == FIELD_EVENT)
		values = event_values(q, &p, values);
	return field_nodes_rows(&p, values);
}

static const char *
field_kernel(const struct query_nodes *q, size_t i)
{
	const struct layer *l = &q->net->field[i].tower->layer[0];
	const struct param *w = &q->net->params->p[l->param[0]];

	return onnx_matrix(q->graph, w->name, w->rows, w->cols, w->w);
}

/* x and what the fields of a place give. */
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

/* The same before the product is made: rows side by side, and their kernels one below
 * the other. */
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
		    f, "the layer %s has no form in ONNX", a->kind->name);
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
	return l + 1 == t->joined ? add_fields(q, FIELD_QUERY, x) : x;
}

/* What layers first .. end - 1 make of x, or NULL.  A layer with states makes the
 * one below too. */
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

/* The last output [B,H] of h [B,T,H]; 0 of contexts without events. */
static const char *
asked(const struct query_nodes *q, const char *h)
{
	struct onnx_graph *g = q->graph;
	const char *axis, *zero, *is, *at;
	const float none = 0;

	if (q->net->is.fill_context) {
		at = onnx_scalar(g, (int64_t)q->most - 1);
		h = onnx_node(g, "Gather", h, at, NULL);
		onnx_attr_int(g, "axis", 1);
		return h;
	}
	axis = onnx_list(g, 1);
	zero = onnx_list(g, 0);
	is = onnx_node(g, "Greater", q->length, zero, NULL);
	is = onnx_node(g, "Unsqueeze", is, axis, NULL);
	at = onnx_node(g, "Sub", q->length, axis, NULL);
	at = onnx_node(g, "Max", at, zero, NULL);
	at = onnx_node(g, "Unsqueeze", at, axis, NULL);
	h = onnx_node(g, "GatherND", h, at, NULL);
	onnx_attr_int(g, "batch_dims", 1);
	return onnx_node(g, "Where", is, h, onnx_floats(g, 1, &none), NULL);
}

/* The query as it is scored: with an item bias there is a column of 1 more. */
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
build(struct query_nodes *q, const struct model *m, struct fail *f)
{
	static const char help[] = "ids of items, oldest first: lines of "
				   "vocab.tsv, from 1; the rest 0";
	const struct tower *t = q->net->query;
	struct onnx_graph *g = q->graph;
	const char *ids =
	    onnx_input(g, "context", ONNX_INT64, "batch length", help);
	struct field_nodes p;
	char shape[48];
	const char *x;
	size_t i;

	for (i = 0; i < net_item_fields(&q->net->is); i++) {
		if (!field_nodes_can(&q->fields->field[i]))
			return fail_set(f,
			    "the kind of the field %s has no form in ONNX",
			    q->fields->field[i].name);
		p = field(q, i);
		q->values[i] = field_nodes_input(&p);
	}
	place_nodes(q, m, ids);
	x = item_rows(q, event_values(q, NULL, ids));
	x = through(q, 0, t->unique, x, f);
	x = through(q, t->unique, t->events, x, f);
	x = x ? through(q, t->events, t->n, asked(q, x), f) : NULL;
	if (!x)
		return -1;
	(void)snprintf(shape, sizeof(shape), "batch %zu", net_columns(q->net));
	onnx_output(g, scored(q, x), "query", shape,
	    "its product with a row of candidate_embedding is the score");
	return 0;
}

/* K: what contexts were cut to, and what attention tells apart. */
static int
most_events(struct query_nodes *q, const struct model *m, struct fail *f)
{
	if (model_number(m, "context_length", SIZE_MAX, &q->most, f))
		return -1;
	if (q->net->longest && (!q->most || q->net->longest < q->most))
		q->most = q->net->longest;
	return 0;
}

/* Of items with fields the rows are sums, which are made here once. */
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
    const struct fields *fields, const struct model *m, struct fail *f)
{
	struct query_nodes q = {.net = net, .fields = fields};
	size_t i;
	int r;

	if (most_events(&q, m, f) || !(q.graph = onnx_graph_new(f)))
		return -1;
	r = sum_items(&q, f);
	for (i = 0; i < m->nsettings; i++)
		onnx_note(q.graph, m->settings[i].name, m->settings[i].value);
	if (!r)
		r = build(&q, m, f);
	if (!r)
		r = onnx_file_put(q.graph, "query_tower", o, f);
	onnx_graph_free(q.graph);
	free(q.items);
	return r;
}
