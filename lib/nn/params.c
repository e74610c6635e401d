/* net - the parameters of the two towers, and their first values. */
/* SPDX-License-Identifier: MIT */
#include "nn/params.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "math/vec.h"
#include "nn/cell.h"
#include "nn/optimizer.h"

#define LANES 8

static void
set_shape(struct param *p, const char *name, size_t rows, size_t cols)
{
	(void)snprintf(p->name, sizeof(p->name), "%s", name); /* it fits */
	p->rows = rows;
	p->cols = cols;
}

static void
set_layer(struct params *n, size_t l)
{
	static const char *const names[] = {
	    "kernel", "recurrent_kernel", "bias"};
	const struct params_shape *s = &n->is;
	const size_t gh = s->cell->gates * s->units;
	const size_t rows[] = {
	    l ? s->units : s->dim, s->units, s->cell->biases};
	char name[48];
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++) {
		(void)snprintf(name, sizeof(name), "gru%zu_%s", l, names[i]);
		set_shape(&n->p[PARAM_KERNEL + 3 * l + i], name, rows[i], gh);
	}
}

void
params_shapes(struct params *n, const struct params_shape *s)
{
	size_t l;

	*n = (struct params){.is = *s};
	set_shape(&n->p[PARAM_QUERY], "query_embedding", s->items + 1, s->dim);
	if (!s->tied)
		set_shape(&n->p[PARAM_CANDIDATE],
		    params_is_plain(n) ? "candidate_embedding"
				       : "candidate_table",
		    s->items + 1, s->dim);
	if (s->item_bias)
		set_shape(&n->p[PARAM_ITEM_BIAS], "item_bias", s->items + 1, 1);
	if (s->units != s->dim) {
		set_shape(&n->p[PARAM_PROJECTION], "projection_kernel",
		    s->units, s->dim);
		set_shape(
		    &n->p[PARAM_PROJECTION_BIAS], "projection_bias", 1, s->dim);
	}
	for (l = 0; l < s->layers; l++)
		set_layer(n, l);
}

int
params_alloc(struct params *n, const struct params_shape *s, size_t slots,
    struct fail *f)
{
	size_t i, k, size;
	real *at;

	params_shapes(n, s);
	for (i = 0; i < PARAM_COUNT; i++) {
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
	for (i = 0; i < PARAM_COUNT; i++) {
		size = n->p[i].rows * n->p[i].cols;
		n->p[i].w = size ? at : NULL;
		for (k = 0; k < slots && size; k++)
			n->p[i].slot[k] = at + (k + 1) * n->size;
		at += size;
	}
	return 0;
}

void
params_free(struct params *n)
{
	free(n->block);
	*n = (struct params){0};
}

size_t
params_columns(const struct params *n)
{
	return n->is.dim + (n->is.item_bias != 0);
}

const struct param *
params_candidates(const struct params *n)
{
	return &n->p[n->is.tied ? PARAM_QUERY : PARAM_CANDIDATE];
}

int
params_is_plain(const struct params *n)
{
	return !n->is.item_bias && !n->is.normalize && n->is.temperature == 1;
}

int
params_is_table(size_t param)
{
	return param <= PARAM_ITEM_BIAS;
}

void
params_fold(const struct params *n, size_t first, size_t rows, real *out)
{
	const struct param *c = params_candidates(n);
	const size_t D = n->is.dim, E = params_columns(n);
	size_t i;

	for (i = 0; i < rows; i++, out += E) {
		memcpy(out, c->w + (first + i) * D, D * sizeof(*out));
		if (n->is.normalize)
			(void)vec_unit(D, out);
		vec_scale(D, out, (real)(1 / n->is.temperature));
		if (n->is.item_bias)
			out[D] = n->p[PARAM_ITEM_BIAS].w[first + i];
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
params_init(
    struct params *n, const struct optimizer *o, uint64_t seed, struct fail *f)
{
	struct rng r;
	size_t i, k, j;

	rng_seed(&r, seed, 1); /* stream 1: weights */
	fill_uniform(&n->p[PARAM_QUERY], (real)0.05, &r);
	fill_uniform(&n->p[PARAM_CANDIDATE], (real)0.05, &r);
	fill_glorot(&n->p[PARAM_PROJECTION], &r);
	for (i = PARAM_KERNEL; i < PARAM_COUNT; i += 3) {
		fill_glorot(&n->p[i], &r);
		if (fill_orthogonal(&n->p[i + 1], &r, f))
			return -1;
	}
	for (i = 0; i < PARAM_COUNT; i++) {
		struct param *p = &n->p[i];

		for (k = 0; k < PARAMS_SLOTS && p->slot[k]; k++)
			for (j = 0; j < p->rows * p->cols; j++)
				p->slot[k][j] = o->start[k];
	}
	return 0;
}

int
params_check(const struct params *n, struct fail *f)
{
	size_t i, k;

	for (i = 0; i < PARAM_COUNT; i++) {
		const struct param *p = &n->p[i];

		if (!vec_finite(p->rows * p->cols, p->w))
			return fail_set(f,
			    "%s has a weight that is not "
			    "finite; try a smaller --learning-rate",
			    p->name);
		for (k = 0; k < PARAMS_SLOTS && p->slot[k]; k++)
			if (!vec_finite(p->rows * p->cols, p->slot[k]))
				return fail_set(f,
				    "%s has a gradient too large to be "
				    "squared; try a smaller --learning-rate",
				    p->name);
	}
	return 0;
}
