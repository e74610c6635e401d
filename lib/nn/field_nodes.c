/* field_nodes - fields as inputs and nodes of an ONNX graph. */
/* SPDX-License-Identifier: MIT */
#include "nn/field_nodes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/field.h"
#include "onnx/onnx_graph.h"

/* The table rows of ids. */
static const char *
id_rows(const struct field_nodes *p, const char *ids)
{
	return onnx_node(p->graph, "Gather", p->table, ids, NULL);
}

/* The sum over an axis. */
static const char *
sum(const struct field_nodes *p, int64_t axis, int keep, const char *x)
{
	x = onnx_node(
	    p->graph, "ReduceSum", x, onnx_list(p->graph, axis), NULL);
	onnx_attr_int(p->graph, "keepdims", keep);
	return x;
}

/* (x - mean) / deviation in double; 0 where x is not a number. */
static const char *
number_rows(const struct field_nodes *p, const char *x)
{
	struct onnx_graph *g = p->graph;
	const char *is = onnx_node(g, "Equal", x, x, NULL);
	const double none = 0;

	x = onnx_node(g, "Sub", x, onnx_doubles(g, 1, &p->field->mean), NULL);
	x = onnx_node(
	    g, "Div", x, onnx_doubles(g, 1, &p->field->deviation), NULL);
	x = onnx_node(g, "Where", is, x, onnx_doubles(g, 1, &none), NULL);
	return onnx_unsqueeze(p->graph, -1, onnx_cast(p->graph, ONNX_FLOAT, x));
}

/* The row is the number of bounds that are at most x.  The first bound is at
 * most every number; NaN thus gets row 0. */
static const char *
limit_rows(
    const struct field_nodes *p, size_t n, const double *limit, const char *x)
{
	struct onnx_graph *g = p->graph;

	x = onnx_unsqueeze(p->graph, -1, x);
	x = onnx_node(g, "GreaterOrEqual", x, onnx_doubles(g, n, limit), NULL);
	return id_rows(p, sum(p, -1, 0, onnx_cast(p->graph, ONNX_INT64, x)));
}

static const char *
bucket_rows(const struct field_nodes *p, const char *x)
{
	double limit[FIELD_BUCKETS + 1] = {-INFINITY};
	size_t i;

	for (i = 0; i < p->field->nlimits; i++)
		limit[i + 1] = p->field->limit[i];
	return limit_rows(p, i + 1, limit, x);
}

/* Buckets of seconds that begin at 0, 1, 2, 4 ..; negative ones count as
 * missing. */
static const char *
time_rows(const struct field_nodes *p, const char *x)
{
	double limit[FIELD_TIMES] = {0, 1};
	size_t i;

	for (i = 2; i < FIELD_TIMES; i++)
		limit[i] = 2 * limit[i - 1];
	return limit_rows(p, i, limit, x);
}

/* The mean of the rows of the nonzero parts; row 0 if there are none. */
static const char *
bag_rows(const struct field_nodes *p, const char *ids)
{
	struct onnx_graph *g = p->graph;
	const char *is = onnx_node(g, "Greater", ids, onnx_list(g, 0), NULL);
	const char *n, *all, *rows, *none;
	const float one = 1;

	is = onnx_unsqueeze(
	    p->graph, -1, onnx_cast(p->graph, ONNX_FLOAT, is)); /* [..,P,1] */
	rows = onnx_node(g, "Mul", id_rows(p, ids), is, NULL);
	all = sum(p, -2, 0, rows);
	n = sum(p, -2, 0, is);
	rows = onnx_node(g, "Max", n, onnx_floats(g, 1, &one), NULL);
	rows = onnx_node(g, "Div", all, rows, NULL);
	none = id_rows(p, onnx_scalar(g, 0)); /* [S] */
	is = onnx_node(g, "GreaterOrEqual", n, onnx_floats(g, 1, &one), NULL);
	return onnx_node(g, "Where", is, rows, none, NULL);
}

/* The inputs and the rows of each kind. */
static const struct field_nodes_kind {
	enum onnx_type type;
	int parts;
	const char *help;
	const char *(*rows)(const struct field_nodes *, const char *);
} kinds[] = {
    [FIELD_NUMBER] = {ONNX_DOUBLE, 0, "the number; NaN: missing", number_rows},
    [FIELD_BUCKET] = {ONNX_DOUBLE, 0, "the number; NaN: missing", bucket_rows},
    [FIELD_TIME] = {ONNX_DOUBLE, 0, "seconds; NaN: missing", time_rows},
    [FIELD_ID] = {ONNX_INT64, 0,
	"the line in the field's list, from 1; 0: missing", id_rows},
    [FIELD_SHARED] = {ONNX_INT64, 0,
	"an item: the line of vocab.tsv, from 1; 0: missing", id_rows},
    [FIELD_BAG] = {ONNX_INT64, 1,
	"its parts: lines in the field's list, from 1; then 0", bag_rows},
    [FIELD_TEXT] = {ONNX_INT64, 1,
	"its words: lines in the field's list, from 1; then 0", bag_rows},
};

int
field_nodes_can(const struct field *k)
{
	return (size_t)k->kind < COUNTOF(kinds) && kinds[k->kind].rows;
}

int
field_nodes_parts(const struct field_nodes *p)
{
	return kinds[p->field->kind].parts;
}

const char *
field_nodes_input(const struct field_nodes *p)
{
	const struct field_nodes_kind *is = &kinds[p->field->kind];
	char called[FIELD_CALLED], shape[FIELD_NAME + 32], help[128];

	field_called(p->field->place, p->field->nth, "", called);
	(void)snprintf(help, sizeof(help), "%s: %s", called, is->help);
	(void)snprintf(shape, sizeof(shape), "batch%s",
	    p->field->place == FIELD_EVENT ? " length" : "");
	if (is->parts)
		(void)snprintf(shape + strlen(shape),
		    sizeof(shape) - strlen(shape), " %s_parts", called);
	return onnx_input(p->graph, p->field->name, is->type, shape, help);
}

const char *
field_nodes_missing(const struct field_nodes *p)
{
	const double none = NAN;

	return kinds[p->field->kind].type == ONNX_DOUBLE
	           ? onnx_doubles(p->graph, 0, &none)
	           : onnx_scalar(p->graph, 0);
}

const char *
field_nodes_rows(const struct field_nodes *p, const char *values)
{
	return kinds[p->field->kind].rows(p, values);
}
