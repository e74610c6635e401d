/*
 * layer_cnn - a causal convolution over the last events, with a ReLU:
 *
 *   y_t = relu(b + sum over j < K of x_(t-j) W_j),   x before the first is 0
 *
 *   d = dy [y > 0],   dx_(t-j) += d_t W_j',   dW_j += x_(t-j)' d_t,   db += d
 *
 * The kernel is K matrices, one below the other; the first is the event's own.
 * In step-by-step order each step takes K products, each over all rows.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <stdio.h>
#include <string.h>

#include "math/mm.h"
#include "math/vec.h"
#include "nn/grads.h"
#include "nn/layer_nodes.h"
#include "nn/params.h"
#include "nn/tower.h"
#include "onnx/onnx_graph.h"

#define EVENTS 4 /* K */

enum { KERNEL, BIAS }; /* parameters */

static int
declare(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	const struct param_kind kernel = {.init = PARAM_GLOROT},
				bias = {.bias = 1};
	const size_t in = tower_out(t);
	struct layer *l;
	char name[64];
	int w, b;

	(void)snprintf(name, sizeof(name), "%s_kernel", prefix);
	w = params_add(n, name, EVENTS * in, o->width, kernel, f);
	(void)snprintf(name, sizeof(name), "%s_bias", prefix);
	b = w < 0 ? -1 : params_add(n, name, 1, o->width, bias, f);
	l = b < 0 ? NULL : tower_add(t, &layer_cnn, o->width, f);
	if (!l)
		return -1;
	l->param[KERNEL] = (size_t)w;
	l->param[BIAS] = (size_t)b;
	return 0;
}

/* The rows of x by event [E,in], and their gradient. */
static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)n;
	return 2 * t->events * l->in;
}

/* The product of step k with the events j steps before: the first n rows, which
 * begin at event `from`. */
struct layer_cnn_part {
	size_t j, first, n, from;
};

/* Calls work for every step and every event that the step sees.  The backward
 * pass can use the same order, since it only adds. */
static void
each(const struct layer_pass *p,
    void (*work)(const struct layer_pass *, const struct layer_cnn_part *))
{
	struct layer_cnn_part part = {0};
	size_t k;

	for (k = 0; k < p->tile->steps; k++, part.first += part.n) {
		part.n = (size_t)p->tile->active[k];
		part.from = part.first;
		for (part.j = 0; part.j < EVENTS && part.j <= k; part.j++) {
			if (part.j)
				part.from -=
				    (size_t)p->tile->active[k - part.j];
			work(p, &part);
		}
	}
}

static void
add_product(const struct layer_pass *p, const struct layer_cnn_part *c)
{
	const struct layer *l = p->layer;
	const real *w = p->params->p[l->param[KERNEL]].w;

	mm_nn(c->n, l->out, l->in, p->keep + c->from * l->in, l->in,
	    w + c->j * l->in * l->out, 1, p->y + c->first * l->out);
}

static void
forward(const struct layer_pass *p)
{
	const struct layer *l = p->layer;
	const real *b = p->params->p[l->param[BIAS]].w;
	size_t e, i;

	for (e = 0; e < p->n; e++) {
		memcpy(p->keep + e * l->in,
		    p->x + (p->at ? (size_t)p->at[e] : e) * l->in,
		    l->in * sizeof(*p->x));
		memcpy(p->y + e * l->out, b, l->out * sizeof(*b));
	}
	each(p, add_product);
	for (i = 0; i < p->n * l->out; i++)
		p->y[i] = p->y[i] > 0 ? p->y[i] : 0;
}

/* The transposed kernel [out,K in] has W_j' from column j in on. */
static void
add_product_back(const struct layer_pass *p, const struct layer_cnn_part *c)
{
	const struct layer *l = p->layer;
	const real *d = p->dy + c->first * l->out;

	mm_tn(l->in, l->out, c->n, p->keep + c->from * l->in, l->in, d, 1,
	    grads_dense(p->grads, p->params, l->param[KERNEL]) +
		c->j * l->in * l->out);
	mm_nn_in(&(const struct mm){c->n, l->in, l->out, d, l->out,
	    p->transposed[l->param[KERNEL]] + c->j * l->in, EVENTS * l->in, 1,
	    p->keep + (p->n + c->from) * l->in, l->in});
}

static void
backward(const struct layer_pass *p)
{
	const struct layer *l = p->layer;
	double *db = grads_bias(p->grads, p->params, l->param[BIAS]);
	real *dx = p->keep + p->n * l->in;
	size_t e, i;

	for (i = 0; i < p->n * l->out; i++)
		p->dy[i] = p->y[i] > 0 ? p->dy[i] : 0;
	for (e = 0; e < p->n; e++)
		vec_add_up(l->out, db, p->dy + e * l->out);
	memset(dx, 0, p->n * l->in * sizeof(*dx));
	each(p, add_product_back);
	for (e = 0; e < p->n; e++)
		vec_add(l->in, p->dx + (p->at ? (size_t)p->at[e] : e) * l->in,
		    dx + e * l->in);
}

/* Joins the last K events side by side, so that the kernel is one matrix: the
 * one j before is x with zeros in front, cut off j before the end. */
static const char *
nodes(const struct layer_nodes *p)
{
	const int64_t pads[] = {0, EVENTS - 1, 0, 0, 0, 0};
	struct onnx_graph *g = p->graph;
	const char *x =
	    onnx_node(g, "Pad", p->x, onnx_ints(g, COUNTOF(pads), pads), NULL);
	const char *axis = onnx_list(g, 1), *side = NULL;
	int64_t j;

	for (j = 0; j < EVENTS; j++) {
		const char *start = onnx_list(g, EVENTS - 1 - j);
		const char *end = onnx_list(g, j ? -j : INT64_MAX);
		const char *part =
		    onnx_node(g, "Slice", x, start, end, axis, NULL);

		side = j ? onnx_node(g, "Concat", side, part, NULL) : part;
		if (j)
			onnx_attr_int(g, "axis", 2);
	}
	return onnx_node(g, "Relu", layer_nodes_affine(p, KERNEL, side), NULL);
}

const struct layer_kind layer_cnn = {
    .name = "cnn",
    .help = "a convolution over the last four events, with a ReLU",
    .stem = "cnn",
    .declare = declare,
    .looks_back = 1,
    .needs_y = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
