/*
 * layer_readout - an attention-weighted sum of the events so far, joined to the
 * event itself (NARM: Li, Ren, Chen, Ren, Lian, Ma 2017, sections 3.3 to 3.5):
 *
 *   a_tj = v . sigmoid(x_t A + x_j B),   c_t = sum over j <= t of a_tj x_j
 *   y_t = [x_t, c_t] C
 *
 * Backward, from g = [g_x, g_c] = dy_t C', with s = sigmoid(..) of t and j:
 *
 *   da = g_c . x_j,   dx_j += a_tj g_c,   dx_t += g_x,   dv += da s
 *   d = da v s (1 - s),   dx_t += d A',   dx_j += d B',
 *   dA += x_t' d,   dB += x_j' d
 *
 * The cost of an event is proportional to the number of events before it. These
 * numbers are not kept: the backward pass computes them again for events that
 * receive a gradient. With u = tanh of half the argument, s = (1 + u) / 2 and s
 * (1 - s) = (1 - u^2) / 4.
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

enum { EVENT, OTHERS, VECTOR, OUTPUT }; /* parameters: A, B, v, C */

static int
declare(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	const size_t H = tower_out(t);
	const struct {
		const char *name;
		size_t rows, cols;
	} are[] = {
	    [EVENT] = {"event_kernel", H, H},
	    [OTHERS] = {"others_kernel", H, H},
	    [VECTOR] = {"vector", 1, H},
	    [OUTPUT] = {"output_kernel", 2 * H, o->width},
	};
	struct layer *l = tower_add(t, &layer_readout, o->width, f);
	char name[64];
	size_t i;

	for (i = 0; i < COUNTOF(are) && l; i++) {
		const struct param_kind is = {
		    .init = PARAM_GLOROT, .bias = i == VECTOR};
		int p;

		(void)snprintf(
		    name, sizeof(name), "%s_%s", prefix, are[i].name);
		p = params_add(n, name, are[i].rows, are[i].cols, is, f);
		if (p < 0)
			return -1;
		l->param[i] = (size_t)p;
	}
	return l ? 0 : -1;
}

/* The numbers kept, rows sequence by sequence, and scratch. */
struct layer_readout_kept {
	real *x;            /* [E,2H] x_t, c_t */
	real *a, *b;        /* [E,H] x A / 2, x B / 2 */
	real *out;          /* [E,out] */
	real *d;            /* [E,2H] gradient of x_t, c_t */
	real *da, *db, *dx; /* [E,H] */
	real *u;            /* [T,H] for one event t: u with each j up to t */
	real *pick;         /* [T] a_tj and their gradients */
	real *row;          /* [H] */
};

static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)n;
	return t->events * (9 * l->in + l->out) + t->steps * (l->in + 1) +
	       l->in;
}

static struct layer_readout_kept
layout(const struct layer_pass *p)
{
	const size_t H = p->layer->in, EH = p->n * H;
	struct layer_readout_kept s;

	s.x = p->keep;
	s.a = s.x + 2 * EH;
	s.b = s.a + EH;
	s.d = s.b + EH;
	s.da = s.d + 2 * EH;
	s.db = s.da + EH;
	s.dx = s.db + EH;
	s.out = s.dx + EH;
	s.u = s.out + p->n * p->layer->out;
	s.pick = s.u + p->tile->steps * H;
	s.row = s.pick + p->tile->steps;
	return s;
}

static const real *
weights(const struct layer_pass *p, size_t param)
{
	return p->params->p[p->layer->param[param]].w;
}

/* Computes u of event t with the events up to t, and the weights a_tj. */
static void
pick(const struct layer_pass *p, const struct layer_readout_kept *s,
    const struct layer_walk *w, size_t t)
{
	const size_t H = p->layer->in;
	const real *v = weights(p, VECTOR), *a = s->a + (w->first + t) * H;
	const double half = vec_dot(H, v, NULL) / 2;
	size_t j;

	for (j = 0; j <= t; j++) {
		memcpy(s->u + j * H, a, H * sizeof(*a));
		vec_add(H, s->u + j * H, s->b + (w->first + j) * H);
	}
	vec_tanh((t + 1) * H, s->u);
	for (j = 0; j <= t; j++)
		s->pick[j] = (real)(half + vec_dot(H, v, s->u + j * H) / 2);
}

static void
forward(const struct layer_pass *p)
{
	const size_t H = p->layer->in, O = p->layer->out;
	const struct layer_readout_kept s = layout(p);
	struct layer_walk w = {.tile = p->tile};
	size_t e, t;

	layer_gather(p, p->at, H, p->x, s.dx);
	mm_nn(p->n, H, H, s.dx, H, weights(p, EVENT), 0, s.a);
	mm_nn(p->n, H, H, s.dx, H, weights(p, OTHERS), 0, s.b);
	vec_scale(2 * p->n * H, s.a, (real)0.5); /* also b */
	for (e = 0; e < p->n; e++)
		memcpy(s.x + e * 2 * H, s.dx + e * H, H * sizeof(*s.x));
	while (layer_walk_next(&w)) {
		for (t = 0; t < w.length; t++) {
			pick(p, &s, &w, t);
			mm_nn(1, H, t + 1, s.pick, t + 1, s.dx + w.first * H, 0,
			    s.x + (w.first + t) * 2 * H + H);
		}
	}
	mm_nn(p->n, O, 2 * H, s.x, 2 * H, weights(p, OUTPUT), 0, s.out);
	layer_spread(p, NULL, O, 0, s.out, p->y);
}

/* Adds the gradients that event t passes to itself, to event j, and to v. */
static void
pair_back(const struct layer_pass *p, const struct layer_readout_kept *s,
    const struct layer_walk *w, size_t t, size_t j)
{
	const size_t H = p->layer->in, at = w->first + j;
	const real *g = s->d + (w->first + t) * 2 * H + H;
	const real *v = weights(p, VECTOR);
	const real da = (real)vec_dot(H, g, s->x + at * 2 * H);
	real *u = s->u + j * H;
	size_t i;

	vec_blend(H, s->dx + at * H, 1, g, s->pick[j]);
	for (i = 0; i < H; i++) {
		s->row[i] = da * (1 + u[i]) / 2;
		u[i] = da * v[i] * (1 - u[i] * u[i]) / 4;
	}
	vec_add_up(H, grads_bias(p->grads, p->params, p->layer->param[VECTOR]),
	    s->row);
	vec_add(H, s->da + (w->first + t) * H, u);
	vec_add(H, s->db + at * H, u);
}

static void
sequence_back(const struct layer_pass *p, const struct layer_readout_kept *s,
    const struct layer_walk *w)
{
	const size_t H = p->layer->in;
	size_t t, j, i;

	for (t = 0; t < w->length; t++) {
		const real *g = s->d + (w->first + t) * 2 * H;

		for (i = H; i < 2 * H && g[i] == 0;)
			i++;
		if (i == 2 * H)
			continue; /* no query at this event */
		pick(p, s, w, t);
		for (j = 0; j <= t; j++)
			pair_back(p, s, w, t, j);
	}
}

/* d and x are the gradient of a product with a kernel [E,H] and its input; adds
 * to the kernel's gradient and to dx. */
static void
kernel_back(const struct layer_pass *p, const struct layer_readout_kept *s,
    size_t param, const real *d)
{
	const size_t H = p->layer->in, k = p->layer->param[param];

	mm_tn(
	    H, H, p->n, s->x, 2 * H, d, 1, grads_dense(p->grads, p->params, k));
	mm_nn(p->n, H, H, d, H, p->transposed[k], 1, s->dx);
}

static void
backward(const struct layer_pass *p)
{
	const size_t H = p->layer->in, O = p->layer->out;
	const size_t out = p->layer->param[OUTPUT];
	const struct layer_readout_kept s = layout(p);
	struct layer_walk w = {.tile = p->tile};
	size_t e;

	layer_gather(p, NULL, O, p->dy, s.out);
	mm_tn(2 * H, O, p->n, s.x, 2 * H, s.out, 1,
	    grads_dense(p->grads, p->params, out));
	mm_nn(p->n, 2 * H, O, s.out, O, p->transposed[out], 0, s.d);
	memset(s.da, 0, 2 * p->n * H * sizeof(*s.da)); /* also db */
	for (e = 0; e < p->n; e++)
		memcpy(s.dx + e * H, s.d + e * 2 * H, H * sizeof(*s.d));
	while (layer_walk_next(&w))
		sequence_back(p, &s, &w);
	kernel_back(p, &s, EVENT, s.da);
	kernel_back(p, &s, OTHERS, s.db);
	layer_spread(p, p->at, H, 1, s.dx, p->dx);
}

static const char *
nodes(const struct layer_nodes *p)
{
	struct onnx_graph *g = p->graph;
	const char *w = layer_nodes_param(p, EVENT);
	const char *a = onnx_node(g, "MatMul", p->x, w, NULL);
	const char *b =
	    onnx_node(g, "MatMul", p->x, layer_nodes_param(p, OTHERS), NULL);
	const char *v = onnx_unsqueeze(p->graph, 1, layer_nodes_row(p, VECTOR));
	const float none = 0;
	const char *past, *both;

	a = onnx_unsqueeze(p->graph, 2, a); /* [B,T,1,H] */
	b = onnx_unsqueeze(p->graph, 1, b);
	a = onnx_node(g, "Add", a, b, NULL);
	a = onnx_node(g, "Sigmoid", a, NULL);
	a = onnx_node(g, "MatMul", a, v, NULL);
	a = onnx_squeeze(p->graph, 3, a); /* [B,T,T] */
	past = layer_nodes_past(p);
	a = onnx_node(g, "Where", past, a, onnx_floats(g, 1, &none), NULL);
	a = onnx_node(g, "MatMul", a, p->x, NULL);
	both = onnx_node(g, "Concat", p->x, a, NULL);
	onnx_attr_int(g, "axis", 2);
	return onnx_node(g, "MatMul", both, layer_nodes_param(p, OUTPUT), NULL);
}

const struct layer_kind layer_readout = {
    .name = "readout",
    .help = "NARM's: the event joined to an attention-weighted sum of the "
	    "events so far",
    .stem = "readout",
    .declare = declare,
    .looks_back = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
