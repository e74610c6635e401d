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

/* Names and shapes: everything but memory. */
static void
shape(struct net *n)
{
	const size_t gh = n->cell->gates * n->units;
	const struct param p[NET_PARAMS] = {
	    [NET_QUERY] = {"query_embedding", n->items + 1, n->dim, 0, 0},
	    [NET_CANDIDATE] = {"candidate_embedding", n->items + 1, n->units, 0,
		0},
	    [NET_KERNEL] = {"gru0_kernel", n->dim, gh, 0, 0},
	    [NET_RECURRENT] = {"gru0_recurrent_kernel", n->units, gh, 0, 0},
	    [NET_BIAS] = {"gru0_bias", 2, gh, 0, 0},
	};

	memcpy(n->p, p, sizeof(p));
}

int
net_alloc(struct net *n, size_t items, size_t dim, size_t units,
    const struct cell *cell, int training, struct fail *f)
{
	size_t i, all = 0, size;
	real *at;

	*n = (struct net){
	    .items = items, .dim = dim, .units = units, .cell = cell};
	shape(n);
	for (i = 0; i < NET_PARAMS; i++) {
		if (size_mul(n->p[i].rows, n->p[i].cols, &size) ||
		    size > SIZE_MAX / 64 - all)
			return fail_memory(f);
		all += size;
	}
	n->block = calloc(training ? 2 * all : all, sizeof(*n->block));
	if (!n->block)
		return fail_set(f,
		    "out of memory: %zu items of %zu numbers "
		    "need %.0f MB",
		    items, dim + units,
		    (double)all * sizeof(real) * (training ? 2e-6 : 1e-6));
	at = n->block;
	for (i = 0; i < NET_PARAMS; i++) {
		n->p[i].w = at;
		n->p[i].acc = training ? at + all : NULL;
		at += n->p[i].rows * n->p[i].cols;
	}
	return 0;
}

void
net_free(struct net *n)
{
	free(n->block);
	*n = (struct net){0};
}

static void
fill_uniform(struct param *p, real limit, struct rng *r)
{
	size_t i;

	for (i = 0; i < p->rows * p->cols; i++)
		p->w[i] = limit * (real)(2 * rng_uniform(r) - 1);
}

static double
inner(size_t n, const double *a, const double *b)
{
	double s = 0;
	size_t i;

	for (i = 0; i < n; i++)
		s += a[i] * b[i];
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
	double *q = malloc(p->rows * n * sizeof(*q)), *row, s;
	size_t i, j, k, pass;

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
	size_t i, k;

	rng_seed(&r, seed, 1); /* stream 1: weights */
	fill_uniform(&n->p[NET_QUERY], (real)0.05, &r);
	fill_uniform(&n->p[NET_CANDIDATE], (real)0.05, &r);
	fill_uniform(&n->p[NET_KERNEL],
	    (real)sqrt(6.0 / (double)(n->dim + n->cell->gates * n->units)), &r);
	if (fill_orthogonal(&n->p[NET_RECURRENT], &r, f))
		return -1;
	for (i = 0; i < NET_PARAMS; i++) {
		struct param *p = &n->p[i];

		for (k = 0; p->acc && k < p->rows * p->cols; k++)
			p->acc[k] = o->start;
	}
	return 0;
}

int
net_check(const struct net *n, struct fail *f)
{
	size_t i;

	for (i = 0; i < NET_PARAMS; i++) {
		const struct param *p = &n->p[i];

		if (!vec_finite(p->rows * p->cols, p->w))
			return fail_set(f,
			    "%s has a weight that is not "
			    "finite; try a smaller --learning-rate",
			    p->name);
		if (p->acc && !vec_finite(p->rows * p->cols, p->acc))
			return fail_set(f,
			    "%s has a gradient too large to be squared; try a "
			    "smaller --learning-rate",
			    p->name);
	}
	return 0;
}
