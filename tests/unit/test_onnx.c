/* test_onnx - a graph of ONNX, read back from its file. */
/* SPDX-License-Identifier: MIT */
#include "onnx/onnx_graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/output.h"
#include "nn/layer.h"
#include "onnx/onnx_file.h"
#include "scratch.h"
#include "tap.h"

#include "onnx.pb-c.h"

static struct fail f;
static const real matrix[] = {1, 2, 3, 4, 5, 6};

/* y = (x W), transposed and sliced, with a note. */
static struct onnx_graph *
example(void)
{
	static const int64_t perm[] = {1, 0};
	struct onnx_graph *g = onnx_graph_new(&f);
	const char *x, *y;

	x = onnx_input(g, "x", ONNX_INT64, "batch 3", "what goes in");
	y = onnx_node(g, "MatMul", x, onnx_matrix(g, "W", 3, 2, matrix), NULL);
	y = onnx_node(g, "Transpose", y, NULL);
	onnx_attr_ints(g, "perm", 2, perm);
	y = onnx_node(g, "Gather", y, onnx_scalar(g, -7), NULL);
	onnx_attr_int(g, "axis", 0);
	onnx_attr_float(g, "half", 0.5);
	onnx_output(g, y, "y", "batch", "what comes out");
	onnx_note(g, "name", "value");
	return g;
}

/* Reads the model of the graph's file; NULL if the file could not be
 * written. */
static Onnx__Model *
written(struct onnx_graph *g)
{
	static unsigned char bytes[4096];
	struct output *o = output_open("out", OUTPUT_BINARY, &f);
	Onnx__Model *m = NULL;
	FILE *file;

	if (onnx_file_put(g, "graph", o, &f)) {
		output_abandon(o);
	} else if (!output_commit(o, &f) && (file = fopen("out", "rb"))) {
		m = onnx__model__unpack(
		    NULL, fread(bytes, 1, sizeof(bytes), file), bytes);
		(void)fclose(file); /* opened for reading only */
	}
	onnx_graph_free(g);
	return m;
}

static void
test_model(void)
{
	Onnx__Model *m = written(example());
	const Onnx__Graph *g = m->graph;
	const Onnx__Shape *shape = g->input[0]->type->tensor_type->shape;

	ok(m->ir_version == 8 && m->n_opset_import == 1 &&
		m->opset_import[0]->version == ONNX_OPSET &&
		!strcmp(m->opset_import[0]->domain, ""),
	    "the edition of format and operators is told");
	ok(!strcmp(m->producer_name, "seqrec") && !strcmp(g->name, "graph"),
	    "so is who made it");
	ok(m->n_metadata_props == 1 &&
		!strcmp(m->metadata_props[0]->key, "name") &&
		!strcmp(m->metadata_props[0]->value, "value"),
	    "notes are there");
	ok(g->n_input == 1 && !strcmp(g->input[0]->name, "x") &&
		g->input[0]->type->tensor_type->elem_type == ONNX_INT64 &&
		!strcmp(g->input[0]->doc_string, "what goes in"),
	    "an input has a name, a type and a help");
	ok(shape->n_dim == 2 && !strcmp(shape->dim[0]->dim_param, "batch") &&
		!shape->dim[0]->has_dim_value && shape->dim[1]->dim_value == 3,
	    "sizes are names or numbers");
	ok(g->n_output == 1 && !strcmp(g->output[0]->name, "y"),
	    "there is an output");
	onnx__model__free_unpacked(m, NULL);
}

static void
test_nodes(void)
{
	Onnx__Model *m = written(example());
	Onnx__Node *const *n = m->graph->node;

	ok(m->graph->n_node == 4 && !strcmp(n[0]->op_type, "MatMul") &&
		n[0]->n_input == 2 && !strcmp(n[0]->input[0], "x") &&
		!strcmp(n[0]->input[1], "W"),
	    "a node has the inputs that it was given");
	ok(!strcmp(n[1]->input[0], n[0]->output[0]) &&
		!strcmp(n[3]->input[0], n[2]->output[0]) &&
		!strcmp(n[3]->output[0], "y"),
	    "outputs are the inputs of later nodes, the last the graph's");
	ok(n[1]->n_attribute == 1 && n[1]->attribute[0]->n_ints == 2 &&
		n[1]->attribute[0]->ints[0] == 1 &&
		n[1]->attribute[0]->type == ONNX__ATTRIBUTE__TYPE__INTS,
	    "a list is an attribute");
	ok(n[2]->n_attribute == 2 && n[2]->attribute[0]->has_i &&
		n[2]->attribute[0]->i == 0 &&
		n[2]->attribute[0]->type == ONNX__ATTRIBUTE__TYPE__INT &&
		!strcmp(n[2]->attribute[0]->name, "axis"),
	    "a number that is 0 is there");
	ok(n[2]->attribute[1]->f == 0.5F &&
		n[2]->attribute[1]->type == ONNX__ATTRIBUTE__TYPE__FLOAT,
	    "a node may have several attributes");
	onnx__model__free_unpacked(m, NULL);
}

static void
test_constants(void)
{
	struct onnx_graph *g = example();
	const char *again = onnx_matrix(g, "W", 3, 2, matrix);
	const double pi = 3.25;
	Onnx__Model *m;
	Onnx__Tensor *const *t;
	int64_t seven;

	ok(!strcmp(again, "W"), "a matrix may be asked for again");
	(void)onnx_doubles(g, 1, &pi);
	m = written(g);
	t = m->graph->initializer;
	ok(m->graph->n_initializer == 3 && !strcmp(t[0]->name, "W") &&
		t[0]->data_type == ONNX_FLOAT && t[0]->n_dims == 2 &&
		t[0]->dims[0] == 3 && t[0]->dims[1] == 2 &&
		t[0]->raw_data.len == sizeof(matrix) &&
		!memcmp(t[0]->raw_data.data, matrix, sizeof(matrix)),
	    "it is there once, row by row");
	memcpy(&seven, t[1]->raw_data.data, sizeof(seven));
	ok(t[1]->n_dims == 0 && t[1]->data_type == ONNX_INT64 && seven == -7,
	    "a scalar has no size");
	ok(t[2]->n_dims == 1 && t[2]->dims[0] == 1 &&
		t[2]->data_type == ONNX_DOUBLE &&
		!memcmp(t[2]->raw_data.data, &pi, sizeof(pi)),
	    "a list of one has one");
	onnx__model__free_unpacked(m, NULL);
}

static void
test_refused(void)
{
	struct onnx_graph *g = example();

	(void)onnx_input(g, "W", ONNX_FLOAT, "batch", "");
	ok(!written(g) && strstr(f.msg, "'W'"),
	    "two values of one name are refused");
	g = example();
	(void)onnx_input(g, "\xfc", ONNX_FLOAT, "batch", "");
	ok(!written(g) && strstr(f.msg, "UTF-8"),
	    "a name that is not UTF-8 is refused");
	g = example();
	onnx_note(g, "pad", "\xfc");
	ok(!written(g) && strstr(f.msg, "UTF-8"), "and so is such a note");
	g = example();
	(void)onnx_matrix(g, "large", 1 << 15, 1 << 14, matrix);
	ok(!written(g) && strstr(f.msg, "2147483647"),
	    "so is what is larger than a file can be, before it is read");
}

static void
test_layers(void)
{
	const struct layer_kind *k;
	size_t i;

	for (i = 0; (k = layer_at(i)); i++)
		ok(k->nodes != NULL, "%s has a form in ONNX", k->name);
}

int
main(void)
{
	scratch_enter();
	test_model();
	test_nodes();
	test_constants();
	test_refused();
	test_layers();
	return done();
}
