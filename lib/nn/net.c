/* net - the parameters of the two towers, and their first values. */
/* SPDX-License-Identifier: MIT */
#include "nn/net.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "math/vec.h"
#include "nn/cell.h"
#include "nn/optim.h"

#define LANES 8

static void
set_shape(struct param *p, const char *name, size_t rows, size_t cols)
{
	(void)snprintf(p->name, sizeof(p->name), "%s", name); /* it fits */
	p->rows = rows;
	p->cols = cols;
}

static void
set_layer(struct net *n, size_t l)
{
	static const char *const names[] = {
	    "kernel", "recurrent_kernel", "bias"};
	const struct net_shape *s = &n->is;
	const size_t gh = s->cell->gates * s->units;
	const size_t rows[] = {
	    l ? s->units : s->dim, s->units, s->cell->biases};
	char name[48];
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++) {
		(void)snprintf(name, sizeof(name), "gru%zu_%s", l, names[i]);
		set_shape(&n->p[NET_KERNEL + 3 * l + i], name, rows[i], gh);
	}
}

void
net_shapes(struct net *n, const struct net_shape *s)
{
	size_t l;

	*n = (struct net){.is = *s};
	set_shape(&n->p[NET_QUERY], "query_embedding", s->items + 1, s->dim);
	if (!s->tied)
		set_shape(&n->p[NET_CANDIDATE],
		    net_is_plain(n) ? "candidate_embedding" : "candidate_table",
		    s->items + 1, s->dim);
	if (s->item_bias)
		set_shape(&n->p[NET_ITEM_BIAS], "item_bias", s->items + 1, 1);
	if (s->units != s->dim) {
		set_shape(&n->p[NET_PROJECTION], "projection_kernel", s->units,
		    s->dim);
		set_shape(
		    &n->p[NET_PROJECTION_BIAS], "projection_bias", 1, s->dim);
	}
	for (l = 0; l < s->layers; l++)
		set_layer(n, l);
}

int
net_alloc(
    struct net *n, const struct net_shape *s, size_t slots, struct fail *f)
{
	size_t i, k, size;
	real *at;

	net_shapes(n, s);
	for (i = 0; i < NET_PARAMS; i++) {
		if (size_mul(n->p[i].rows, n->p[i].cols, &size) ||
		    size > SIZE_MAX / 64 - n->size)
			return fail_memory(f);
		n->size += size;
	}
	n->block = calloc((slots + 1) * n->size, sizeof(*n->block));
	if (!n->block)
		return fail_set(f,
		    "out of memory: %zu items of %zu numbers need %.0f MB",
		    s->items, (s->tied ? 1 : 2) * s->dim,
		    (double)((slots + 1) * n->size * sizeof(real)) / 1e6);
	at = n->block;
	for (i = 0; i < NET_PARAMS; i++) {
		size = n->p[i].rows * n->p[i].cols;
		n->p[i].w = size ? at : NULL;
		for (k = 0; k < slots && size; k++)
			n->p[i].slot[k] = at + (k + 1) * n->size;
		at += size;
	}
	return 0;
}

void
net_free(struct net *n)
{
	free(n->block);
	*n = (struct net){0};
}

size_t
net_columns(const struct net *n)
{
	return n->is.dim + (n->is.item_bias != 0);
}

const struct param *
net_candidates(const struct net *n)
{
	return &n->p[n->is.tied ? NET_QUERY : NET_CANDIDATE];
}

int
net_is_plain(const struct net *n)
{
	return !n->is.item_bias && !n->is.normalize && n->is.temperature == 1;
}

int
net_is_table(size_t param)
{
	return param <= NET_ITEM_BIAS;
}

void
net_fold(const struct net *n, size_t first, size_t rows, real *out)
{
	const struct param *c = net_candidates(n);
	const size_t D = n->is.dim, E = net_columns(n);
	size_t i;

	for (i = 0; i < rows; i++, out += E) {
		memcpy(out, c->w + (first + i) * D, D * sizeof(*out));
		if (n->is.normalize)
			(void)vec_unit(D, out);
		vec_scale(D, out, (real)(1 / n->is.temperature));
		if (n->is.item_bias)
			out[D] = n->p[NET_ITEM_BIAS].w[first + i];
	}
}

static void
fill_uniform(struct param *p, real limit, struct rng *r)
{
	size_t i;

	for (i = 0; i < p->rows * p->cols; i++)
		p->w[i] = limit * (real)(2 * rng_uniform(r) - 1);
}

static void
fill_glorot(struct param *p, struct rng *r)
{
	fill_uniform(p, (real)sqrt(6.0 / (double)(p->rows + p->cols)), r);
}

/* Of vectors, in LANES sums that do not wait for one another. */
static double
inner(size_t n, const double *a, const double *b)
{
	double lane[LANES] = {0}, s = 0;
	size_t i, l;

	for (i = 0; i + LANES <= n; i += LANES)
		for (l = 0; l < LANES; l++)
			lane[l] += a[i + l] * b[i + l];
	for (; i < n; i++)
		s += a[i] * b[i];
	for (l = 0; l < LANES; l++)
		s += lane[l];
	return s;
}

/*
 * Rows of normal numbers made orthonormal one after the other (Gram and
 * Schmidt, each twice, which keeps them orthogonal to rounding): the Q of a QR
 * decomposition whose R has a positive diagonal, as Keras makes it.
 */
static int
fill_orthogonal(struct param *p, struct rng *r, struct fail *f)
{
	const size_t n = p->cols;
	double *q, *row, s;
	size_t i, j, k, pass;

	if (!p->rows)
		return 0;
	q = calloc(p->rows * n, sizeof(*q));
	if (!q)
		return fail_memory(f);
	for (i = 0; i < p->rows; i++) {
		row = q + i * n;
		for (k = 0; k < n; k++)
			row[k] = rng_normal(r);
		for (pass = 0; pass < 2; pass++) {
			for (j = 0; j < i; j++) {
				s = inner(n, row, q + j * n);
				for (k = 0; k < n; k++)
					row[k] -= s * q[j * n + k];
			}
		}
		s = sqrt(inner(n, row, row));
		for (k = 0; k < n; k++)
			row[k] /= s;
	}
	for (i = 0; i < p->rows * n; i++)
		p->w[i] = (real)q[i];
	free(q);
	return 0;
}

int
net_init(struct net *n, const struct optim *o, uint64_t seed, struct fail *f)
{
	struct rng r;
	size_t i, k, j;

	rng_seed(&r, seed, 1); /* stream 1: weights */
	fill_uniform(&n->p[NET_QUERY], (real)0.05, &r);
	fill_uniform(&n->p[NET_CANDIDATE], (real)0.05, &r);
	fill_glorot(&n->p[NET_PROJECTION], &r);
	for (i = NET_KERNEL; i < NET_PARAMS; i += 3) {
		fill_glorot(&n->p[i], &r);
		if (fill_orthogonal(&n->p[i + 1], &r, f))
			return -1;
	}
	for (i = 0; i < NET_PARAMS; i++) {
		struct param *p = &n->p[i];

		for (k = 0; k < NET_SLOTS && p->slot[k]; k++)
			for (j = 0; j < p->rows * p->cols; j++)
				p->slot[k][j] = o->start[k];
	}
	return 0;
}

int
net_check(const struct net *n, struct fail *f)
{
	size_t i, k;

	for (i = 0; i < NET_PARAMS; i++) {
		const struct param *p = &n->p[i];

		if (!vec_finite(p->rows * p->cols, p->w))
			return fail_set(f,
			    "%s has a weight that is not "
			    "finite; try a smaller --learning-rate",
			    p->name);
		for (k = 0; k < NET_SLOTS && p->slot[k]; k++)
			if (!vec_finite(p->rows * p->cols, p->slot[k]))
				return fail_set(f,
				    "%s has a gradient too large to be "
				    "squared; try a smaller --learning-rate",
				    p->name);
	}
	return 0;
}
