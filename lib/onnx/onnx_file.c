/* onnx_file - writes a graph as an ONNX model file. */
/* SPDX-License-Identifier: MIT */
#include "onnx/onnx_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/version.h"
#include "io/output.h"
#include "io/utf8.h"
#include "onnx/onnx_graph.h"

#include "onnx.pb-c.h"

#define IR_VERSION 8    /* format version that belongs to ONNX_OPSET */
#define MOST 0x7fffffff /* bytes, the limit of protocol buffers */

/* Memory for messages; failed: it ran out, and all results are NULL. */
struct onnx_file {
	struct arena *arena;
	int failed;
};

static void *
take(struct onnx_file *w, size_t n)
{
	void *p = w->failed ? NULL : arena_alloc(w->arena, n);

	w->failed |= !p;
	return p;
}

static void *
copy(struct onnx_file *w, const void *from, size_t n)
{
	void *p = take(w, n);

	return p ? memcpy(p, from, n) : NULL;
}

/* KEEP copies a message in its present form; LIST allocates a list of n
 * messages. */
#define KEEP(w, m) copy((w), &(m), sizeof(m))
#define LIST(w, list, n) ((list) = take((w), ((n) + 1) * sizeof(*(list))))

static Onnx__Dimension *
dimension(struct onnx_file *w, const char *word, size_t n)
{
	Onnx__Dimension d = ONNX__DIMENSION__INIT;
	uint64_t size;

	d.has_dim_value = !num_get_count(word, n, 0, MOST, &size);
	if (d.has_dim_value)
		d.dim_value = (int64_t)size;
	else if (!(d.dim_param = arena_copy(w->arena, word, n)))
		w->failed = 1;
	return KEEP(w, d);
}

static Onnx__Value *
value(struct onnx_file *w, const struct onnx_graph_value *is)
{
	Onnx__TensorType tensor = ONNX__TENSOR_TYPE__INIT;
	Onnx__Shape shape = ONNX__SHAPE__INIT;
	Onnx__Type type = ONNX__TYPE__INIT;
	Onnx__Value v = ONNX__VALUE__INIT;
	const char *word = is->shape;
	size_t n;

	LIST(w, shape.dim, strlen(word) / 2 + 1);
	for (; *word && shape.dim; word += n + (word[n] == ' ')) {
		n = strcspn(word, " ");
		shape.dim[shape.n_dim++] = dimension(w, word, n);
	}
	tensor.has_elem_type = 1;
	tensor.elem_type = (int32_t)is->is;
	tensor.shape = KEEP(w, shape);
	type.tensor_type = KEEP(w, tensor);
	v.name = (char *)is->name; /* texts are only read */
	v.type = KEEP(w, type);
	v.doc_string = (char *)is->help;
	return KEEP(w, v);
}

static Onnx__Tensor *
tensor(struct onnx_file *w, const struct onnx_graph_constant *c)
{
	Onnx__Tensor t = ONNX__TENSOR__INIT;

	LIST(w, t.dims, c->ndims);
	for (; t.dims && t.n_dims < c->ndims; t.n_dims++)
		t.dims[t.n_dims] = (int64_t)c->dims[t.n_dims];
	t.has_data_type = 1;
	t.data_type = (int32_t)c->is;
	t.name = (char *)c->name;
	t.has_raw_data = 1; /* little-endian, the only byte order supported */
	t.raw_data.len = c->bytes;
	t.raw_data.data = (uint8_t *)c->x;
	return KEEP(w, t);
}

static Onnx__Attribute *
attribute(struct onnx_file *w, const struct onnx_graph_attr *is)
{
	Onnx__Attribute a = ONNX__ATTRIBUTE__INIT;

	a.name = (char *)is->name;
	a.has_type = 1;
	switch (is->is) {
	case ONNX_GRAPH_INT:
		a.type = ONNX__ATTRIBUTE__TYPE__INT;
		a.has_i = 1;
		a.i = is->i;
		break;
	case ONNX_GRAPH_FLOAT:
		a.type = ONNX__ATTRIBUTE__TYPE__FLOAT;
		a.has_f = 1;
		a.f = (float)is->f;
		break;
	case ONNX_GRAPH_INTS:
		a.type = ONNX__ATTRIBUTE__TYPE__INTS;
		a.n_ints = is->n;
		a.ints = (int64_t *)is->ints;
		break;
	}
	return KEEP(w, a);
}

static Onnx__Node *
node(struct onnx_file *w, const struct onnx_graph_node *is)
{
	Onnx__Node n = ONNX__NODE__INIT;

	n.op_type = (char *)is->op;
	n.name = (char *)is->out;
	n.input = (char **)is->in;
	n.n_input = is->n;
	LIST(w, n.output, 1);
	if (n.output)
		n.output[n.n_output++] = n.name;
	LIST(w, n.attribute, is->nattrs);
	for (; n.attribute && n.n_attribute < is->nattrs; n.n_attribute++)
		n.attribute[n.n_attribute] =
		    attribute(w, &is->attr[n.n_attribute]);
	return KEEP(w, n);
}

static Onnx__Graph *
graph(struct onnx_file *w, const struct onnx_graph *is, const char *name)
{
	Onnx__Graph g = ONNX__GRAPH__INIT;

	g.name = (char *)name;
	LIST(w, g.node, is->nodes);
	for (; g.node && g.n_node < is->nodes; g.n_node++)
		g.node[g.n_node] = node(w, &is->node[g.n_node]);
	LIST(w, g.initializer, is->constants);
	for (; g.initializer && g.n_initializer < is->constants;
	     g.n_initializer++)
		g.initializer[g.n_initializer] =
		    tensor(w, &is->constant[g.n_initializer]);
	LIST(w, g.input, is->inputs);
	for (; g.input && g.n_input < is->inputs; g.n_input++)
		g.input[g.n_input] = value(w, &is->input[g.n_input]);
	LIST(w, g.output, 1);
	if (g.output)
		g.output[g.n_output++] = value(w, &is->output);
	return KEEP(w, g);
}

static Onnx__Model *
model(struct onnx_file *w, const struct onnx_graph *is, const char *name)
{
	Onnx__Model m = ONNX__MODEL__INIT;
	Onnx__OperatorSet set = ONNX__OPERATOR_SET__INIT;
	Onnx__Entry e = ONNX__ENTRY__INIT;

	m.has_ir_version = 1;
	m.ir_version = IR_VERSION;
	m.producer_name = (char *)"seqrec";
	m.producer_version = (char *)VERSION;
	set.domain = (char *)"";
	set.has_version = 1;
	set.version = ONNX_OPSET;
	LIST(w, m.opset_import, 1);
	if (m.opset_import)
		m.opset_import[m.n_opset_import++] = KEEP(w, set);
	m.graph = graph(w, is, name);
	LIST(w, m.metadata_props, is->notes);
	for (; m.metadata_props && m.n_metadata_props < is->notes;
	     m.n_metadata_props++) {
		e.key = (char *)is->note[m.n_metadata_props].name;
		e.value = (char *)is->note[m.n_metadata_props].text;
		m.metadata_props[m.n_metadata_props] = KEEP(w, e);
	}
	return KEEP(w, m);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
check_utf8(const char *what, const char *s, struct fail *f)
{
	if (utf8_valid((struct slice){s, strlen(s)}))
		return 0;
	return fail_set(
	    f, "the %s '%s' is not UTF-8, as ONNX must be", what, s);
}

/* Checks that no two values have one name: a column may be called like another
 * value. */
static int
check_names(const struct onnx_graph *g, struct fail *f)
{
	const size_t all = g->inputs + g->constants + g->nodes;
	const char **name = malloc((all + 1) * sizeof(*name));
	size_t n = 0, i;
	int r = 0;

	if (!name)
		return fail_memory(f);
	for (i = 0; i < g->inputs; i++)
		name[n++] = g->input[i].name;
	for (i = 0; i < g->constants; i++)
		name[n++] = g->constant[i].name;
	for (i = 0; i < g->nodes; i++)
		name[n++] = g->node[i].out;
	qsort(name, n, sizeof(*name), by_text);
	for (i = 0; i < n && !r; i++) {
		r = check_utf8("name", name[i], f);
		if (!r && i && !strcmp(name[i - 1], name[i]))
			r = fail_set(f,
			    "two values of the ONNX graph would be named '%s': "
			    "rename the column and train again",
			    name[i]);
	}
	free(name);
	return r;
}

static int
check(const struct onnx_graph *g, struct fail *f)
{
	size_t i;

	if (g->failed)
		return fail_memory(f);
	for (i = 0; i < g->notes; i++)
		if (check_utf8("setting", g->note[i].text, f))
			return -1;
	return check_names(g, f);
}

int
onnx_file_put(const struct onnx_graph *g, const char *name, struct output *o,
    struct fail *f)
{
	struct onnx_file w = {0};
	const Onnx__Model *m;
	size_t n;
	char *p;
	int r = 0;

	if (check(g, f))
		return -1;
	w.arena = arena_new(SIZE_MAX);
	m = w.arena ? model(&w, g, name) : NULL;
	if (!m || w.failed) {
		arena_free(w.arena);
		return fail_memory(f);
	}
	n = onnx__model__get_packed_size(m);
	if (n > MOST)
		r = fail_set(f,
		    "%zu bytes exceed ONNX's limit of %d: --export=safetensors "
		    "has no such limit",
		    n, MOST);
	else if ((p = output_room(o, n)))
		output_took(o, onnx__model__pack(m, (uint8_t *)p));
	output_mark(o);
	arena_free(w.arena);
	return r;
}
