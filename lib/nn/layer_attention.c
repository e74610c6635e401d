/*
 * layer_attention - self-attention and a small dense net, the block of SASRec
 * (Kang, McAuley 2018), with an output projection.
 *
 *   n = norm(x),   Q = n Wq + bq,   K = k Wk + bk,   V = k Wv + bv
 *   s = r + A Wo + bo,   z = norm'(s)              A: nn/self_attention.h
 *   y = e + drop(drop(relu(z W1 + b1)) W2 + b2)
 *
 * In SASRec the keys and values come from x, not from n, and the residual
 * connections start after the normalisations: k = x, r = n, e = z.  With
 * normalisation before each half, k = n, r = x, e = s.  With normalisation
 * after each half, Q, K and V come from x, r = x, z = norm(s), e = z, y =
 * norm'(...).
 *
 * The block works sequence by sequence: rows are first gathered in that order
 * and put back at the end.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "math/attention.h"
#include "math/mm.h"
#include "math/vec.h"
#include "nn/dropout.h"
#include "nn/grads.h"
#include "nn/layer_attention_nodes.h"
#include "nn/params.h"
#include "nn/self_attention.h"
#include "nn/tower.h"

/* The numbers of the dropouts. */
enum { DROP_INPUT, DROP_WEIGHTS, DROP_INNER, DROP_OUTPUT };

/* Appends layers that make the tower's output as wide as required and add
 * positions. */
static int
declare_input(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	const int on_attention =
	    t->n && t->layer[t->n - 1].kind == &layer_attention;
	const struct param_kind normal = {.init = PARAM_NORMAL};
	char name[64];
	struct layer *l;
	int p;

	if (tower_widen(t, n, prefix, o->width, f))
		return -1;
	if (on_attention)
		return 0;
	if (!o->positions)
		return fail_set(f, "attention looks back over no events");
	l = tower_add(t, &layer_position, o->width, f);
	if (!l)
		return -1;
	l->scale = (real)sqrt((double)o->width);
	l->no_bias = !o->placed;
	if (o->placed) {
		(void)snprintf(
		    name, sizeof(name), "%s_position_embedding", prefix);
		p = params_add(n, name, o->positions, o->width, normal, f);
		if (p < 0)
			return -1;
		l->param[0] = (size_t)p;
	}
	return tower_add_dropout(t, o->dropout + DROP_INPUT, f);
}

static int
declare(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	static const char *const names[LAYER_PARAMS] = {"norm_gamma",
	    "norm_beta", "query_kernel", "query_bias", "key_kernel", "key_bias",
	    "value_kernel", "value_bias", "output_kernel", "output_bias",
	    "ffn_norm_gamma", "ffn_norm_beta", "ffn1_kernel", "ffn1_bias",
	    "ffn2_kernel", "ffn2_bias"};
	const size_t D = o->width;
	struct layer *l;
	char name[64];
	size_t i;

	if (!o->heads || D % o->heads)
		return fail_set(f,
		    "--heads=%zu: the number of heads must divide attention's "
		    "%zu column%s",
		    o->heads, D, num_s(D));
	if (declare_input(t, n, prefix, o, f) ||
	    !(l = tower_add(t, &layer_attention, D, f)))
		return -1;
	for (i = 0; i < LAYER_PARAMS; i++) {
		const int norm = i / 2 * 2 == NORM || i / 2 * 2 == NORM2;
		const int kernel = !norm && i % 2 == 0;
		const struct param_kind is = {.init = !kernel ? PARAM_ZERO
		                                      : i < OUTPUT
		                                          ? PARAM_GLOROT
		                                          : PARAM_NORMAL,
		    .fan_out = 3 * D, /* fan of one matrix [D,3D] for Q, K, V */
		    .bias = !kernel,
		    .ones_end = norm && i % 2 == 0 ? D : 0};
		int p;

		(void)snprintf(name, sizeof(name), "%s_%s", prefix, names[i]);
		if ((p = params_add(n, name, kernel ? D : 1, D, is, f)) < 0)
			return -1;
		l->param[i] = (size_t)p;
	}
	l->heads = o->heads;
	l->number = o->dropout;
	l->norm = o->norm;
	return 0;
}

/* The numbers kept of a tile; [E,D] except the last three. */
struct layer_attention_kept {
	real *x, *n, *q, *k, *v, *a, *s, *z, *f, *t;
	real *mask;         /* of the output */
	real *d[6];         /* gradients, reused in turn */
	real *stat, *stat2; /* [E,2] statistics of the norms */
	real *scratch;
};

#define KEPT (COUNTOF(((struct layer_attention_kept *)0)->d) + 11)

static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)n;
	return (KEPT * l->out + 4) * t->events +
	       self_attention_scratch(t, l->out);
}

static struct layer_attention_kept
layout(const struct layer_pass *p)
{
	const size_t ED = p->n * p->layer->out;
	struct layer_attention_kept s;
	real **const part[] = {&s.x, &s.n, &s.q, &s.k, &s.v, &s.a, &s.s, &s.z,
	    &s.f, &s.t, &s.mask};
	real *at = p->keep;
	size_t i;

	for (i = 0; i < COUNTOF(part); i++, at += ED)
		*part[i] = at;
	for (i = 0; i < COUNTOF(s.d); i++, at += ED)
		s.d[i] = at;
	s.stat = at;
	s.stat2 = s.stat + 2 * p->n;
	s.scratch = s.stat2 + 2 * p->n;
	return s;
}

static const real *
weights(const struct layer_pass *p, size_t param)
{
	return p->params->p[p->layer->param[param]].w;
}

/* y = x W + b; with add: y += x W + b. */
static void
affine(
    const struct layer_pass *p, size_t param, const real *x, int add, real *y)
{
	const size_t D = p->layer->out;
	const real *b = weights(p, param + 1);
	size_t i;

	for (i = 0; i < p->n; i++) {
		if (add)
			vec_add(D, y + i * D, b);
		else
			memcpy(y + i * D, b, D * sizeof(*b));
	}
	mm_nn(p->n, D, D, x, D, weights(p, param), 1, y);
}

/* Adds the gradients of W and b; adds to dx or sets it. */
static void
affine_back(const struct layer_pass *p, size_t param, const real *x,
    const real *dy, int add, real *dx)
{
	const size_t D = p->layer->out;
	double *db =
	    grads_bias(p->grads, p->params, p->layer->param[param + 1]);
	size_t i;

	for (i = 0; i < p->n; i++)
		vec_add_up(D, db, dy + i * D);
	mm_tn(D, D, p->n, x, D, dy, 1,
	    grads_dense(p->grads, p->params, p->layer->param[param]));
	mm_nn(
	    p->n, D, D, dy, D, p->transposed[p->layer->param[param]], add, dx);
}

static struct attention_norm
norm(const struct layer_pass *p, size_t param, const real *x, real *stat)
{
	return (struct attention_norm){.rows = p->n,
	    .width = p->layer->out,
	    .x = x,
	    .gamma = weights(p, param),
	    .beta = weights(p, param + 1),
	    .stat = stat};
}

static void
norm_forward(const struct layer_pass *p, size_t param, const real *x,
    real *stat, real *y)
{
	struct attention_norm t = norm(p, param, x, stat);

	t.y = y;
	attention_norm(&t);
}

/* Adds to dx. */
static void
norm_back(const struct layer_pass *p, size_t param, const real *x, real *stat,
    const real *dy, real *dx)
{
	struct attention_norm t = norm(p, param, x, stat);

	t.dy = dy;
	t.dx = dx;
	t.dgamma = grads_bias(p->grads, p->params, p->layer->param[param]);
	t.dbeta = grads_bias(p->grads, p->params, p->layer->param[param + 1]);
	attention_norm_back(&t);
}

/* The dropout rate; 0: no dropout. */
static double
rate(const struct layer_pass *p)
{
	return p->dropout ? dropout_rate(p->dropout, p->layer->number) : 0;
}

/* Multiplies x by the mask of that number, and stores the mask in `mask`. */
static void
drop(const struct layer_pass *p, size_t number, real *x, real *mask)
{
	const size_t n = p->n * p->layer->out;

	if (!(rate(p) > 0))
		return;
	dropout_mask(p->dropout, rate(p), (uint32_t)(p->layer->number + number),
	    (uint32_t)p->use, n, mask);
	vec_mul(n, x, x, mask);
}

static struct self_attention
attention(const struct layer_pass *p, const struct layer_attention_kept *s)
{
	return (struct self_attention){.tile = p->tile,
	    .width = p->layer->out,
	    .heads = p->layer->heads,
	    .dropout = p->dropout,
	    .layer = p->layer->number + DROP_WEIGHTS,
	    .use = p->use,
	    .q = s->q,
	    .k = s->k,
	    .v = s->v,
	    .a = s->a,
	    .scratch = s->scratch};
}

static void
forward(const struct layer_pass *p)
{
	const struct layer_attention_kept s = layout(p);
	const struct self_attention a = attention(p, &s);
	const size_t bytes = p->n * p->layer->out * sizeof(*s.x);
	const enum layer_norm where = p->layer->norm;
	const int post = where == LAYER_NORM_POST;
	const real *keys = where == LAYER_NORM_PRE ? s.n : s.x;
	size_t i;

	layer_gather(p, p->at, p->layer->in, p->x, s.x);
	if (!post)
		norm_forward(p, NORM, s.x, s.stat, s.n);
	affine(p, QUERY, post ? s.x : s.n, 0, s.q);
	affine(p, KEY, keys, 0, s.k);
	affine(p, VALUE, keys, 0, s.v);
	self_attention(&a);
	memcpy(s.s, where == LAYER_NORM_SASREC ? s.n : s.x, bytes);
	affine(p, OUTPUT, s.a, 1, s.s);
	norm_forward(p, post ? NORM : NORM2, s.s, post ? s.stat : s.stat2, s.z);
	affine(p, FFN1, s.z, 0, s.f);
	for (i = 0; i < p->n * p->layer->out; i++)
		s.f[i] = s.f[i] > 0 ? s.f[i] : 0;
	drop(p, DROP_INNER, s.f, s.mask);
	affine(p, FFN2, s.f, 0, s.t);
	drop(p, DROP_OUTPUT, s.t, s.mask);
	vec_add(p->n * p->layer->out, s.t, where == LAYER_NORM_PRE ? s.s : s.z);
	if (post)
		norm_forward(p, NORM2, s.t, s.stat2, s.n);
	layer_spread(p, NULL, p->layer->out, 0, post ? s.n : s.t, p->y);
}

/* Backward through the dense half: from dt, the gradient of t, to ds.  f > 0
 * holds exactly where neither relu nor dropout zeroed it. */
static void
dense_back(const struct layer_pass *p, const struct layer_attention_kept *s,
    const real *dt, real *ds)
{
	const size_t n = p->n * p->layer->out;
	const int post = p->layer->norm == LAYER_NORM_POST;
	const int pre = p->layer->norm == LAYER_NORM_PRE;
	const real kept = rate(p) > 0 ? dropout_kept(rate(p)) : 1;
	real *g = s->d[2], *df = s->d[3], *dz = s->d[4];
	size_t i;

	if (rate(p) > 0)
		vec_mul(n, g, dt, s->mask);
	affine_back(p, FFN2, s->f, rate(p) > 0 ? g : dt, 0, df);
	for (i = 0; i < n; i++)
		df[i] = s->f[i] > 0 ? df[i] * kept : 0;
	if (pre)
		memcpy(ds, dt, n * sizeof(*ds));
	else
		memset(ds, 0, n * sizeof(*ds));
	affine_back(p, FFN1, s->z, df, 0, dz);
	if (!pre)
		vec_add(n, dz, dt);
	norm_back(
	    p, post ? NORM : NORM2, s->s, post ? s->stat : s->stat2, dz, ds);
}

/* Backward through attention: from ds to dx; overwrites dn. */
static void
attention_back(const struct layer_pass *p, const struct layer_attention_kept *s,
    const real *ds, real *dn, real *dx)
{
	const size_t n = p->n * p->layer->out;
	const enum layer_norm where = p->layer->norm;
	const int post = where == LAYER_NORM_POST,
		  pre = where == LAYER_NORM_PRE,
		  from_norm = where == LAYER_NORM_SASREC; /* the residual */
	const real *keys = pre ? s->n : s->x;
	real *dkeys = pre ? dn : dx;
	struct self_attention a = attention(p, s);

	memset(from_norm ? dx : dn, 0, n * sizeof(*dx));
	memcpy(from_norm ? dn : dx, ds, n * sizeof(*ds));
	affine_back(p, OUTPUT, s->a, ds, 0, s->d[4]);
	a.da = s->d[4];
	a.dk = s->d[2];
	a.dv = s->d[3];
	self_attention_back(&a);
	affine_back(p, QUERY, post ? s->x : s->n, s->q, 1, post ? dx : dn);
	affine_back(p, KEY, keys, a.dk, 1, dkeys);
	affine_back(p, VALUE, keys, a.dv, 1, dkeys);
	if (!post)
		norm_back(p, NORM, s->x, s->stat, dn, dx);
}

static void
backward(const struct layer_pass *p)
{
	const struct layer_attention_kept s = layout(p);
	const size_t n = p->n * p->layer->out;
	const int post = p->layer->norm == LAYER_NORM_POST;
	real *dt = s.d[0];

	layer_gather(p, NULL, p->layer->out, p->dy, dt);
	if (post) {
		dt = s.d[1];
		memset(dt, 0, n * sizeof(*dt));
		norm_back(p, NORM2, s.t, s.stat2, s.d[0], dt);
	}
	dense_back(p, &s, dt, s.d[5]);
	attention_back(p, &s, s.d[5], s.d[0], s.d[1]);
	layer_spread(p, p->at, p->layer->in, 1, s.d[1], p->dx);
}

const struct layer_kind layer_attention = {
    .name = "attention",
    .help = "SASRec's block: causal self-attention and a small dense net",
    .stem = "attention",
    .declare = declare,
    .looks_back = 1,
    .own_dropout = 1,
    .own_norm = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = layer_attention_nodes,
};
