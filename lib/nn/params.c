/* params - parameters declared by name, their memory and first values. */
/* SPDX-License-Identifier: MIT */
#include "nn/params.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "math/vec.h"
#include "nn/optimizer.h"

#define LANES 8

static const struct params_init_name {
	const char *name, *help;
	enum param_init is;
} inits[] = {
    {"uniform", "uniform in -0.05 to 0.05, as in Keras", PARAM_UNIFORM},
    {"normal", "normal with deviation 0.02, as in transformers", PARAM_NORMAL},
    {"truncated", "normal with deviation 1/sqrt(--dim), cut at two deviations",
	PARAM_TRUNCATED},
};

struct choice
params_init_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(inits) ? &inits[k] : NULL);
}

enum param_init
params_init_at(size_t k)
{
	return inits[k].is;
}

size_t
params_init_find(const char *name)
{
	size_t k = 0;

	while (strcmp(inits[k].name, name) != 0)
		k++;
	return k;
}

int
params_add(struct params *n, const char *name, size_t rows, size_t cols,
    struct param_kind is, struct fail *f)
{
	struct param *p = &n->p[n->n];
	size_t size;

	if (n->n == PARAMS_MOST)
		return fail_set(
		    f, "a net has at most %d parameters", PARAMS_MOST);
	if (size_mul(rows, cols, &size) || size > SIZE_MAX / 64 - n->size)
		return fail_memory(f);
	*p = (struct param){.rows = rows, .cols = cols, .is = is};
	(void)snprintf(p->name, sizeof(p->name), "%s", name); /* it fits */
	n->size += size;
	if (!is.table) {
		p->at = n->dense;
		n->dense += size;
	}
	if (is.bias) {
		p->bias_at = n->bias;
		n->bias += size;
	}
	return (int)n->n++;
}

int
params_find(const struct params *n, const char *name)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		if (!strcmp(n->p[i].name, name))
			return (int)i;
	return -1;
}

int
params_alloc(struct params *n, size_t slots, struct fail *f)
{
	size_t i, k;
	real *at;

	n->block = calloc((slots + 1) * n->size, sizeof(*n->block));
	if (!n->block)
		return fail_set(f,
		    "out of memory: the net's parameters need %.0f MB",
		    (double)((slots + 1) * n->size * sizeof(real)) / 1e6);
	at = n->block;
	for (i = 0; i < n->n; i++) {
		struct param *p = &n->p[i];

		p->w = at;
		for (k = 0; k < slots; k++)
			p->slot[k] = at + (k + 1) * n->size;
		at += p->rows * p->cols;
	}
	return 0;
}

void
params_free(struct params *n)
{
	free(n->block);
	*n = (struct params){0};
}

static void
fill_uniform(struct param *p, real limit, struct rng *r)
{
	size_t i;

	for (i = 0; i < p->rows * p->cols; i++)
		p->w[i] = limit * (real)(2 * rng_uniform(r) - 1);
}

static void
fill_normal(struct param *p, double deviation, struct rng *r)
{
	size_t i;

	for (i = 0; i < p->rows * p->cols; i++)
		p->w[i] = (real)(deviation * rng_normal(r));
}

static void
fill_truncated(struct param *p, struct rng *r)
{
	const double deviation = 1 / sqrt((double)p->cols);
	double x;
	size_t i;

	for (i = 0; i < p->rows * p->cols; i++) {
		do
			x = rng_normal(r);
		while (fabs(x) > 2);
		p->w[i] = (real)(deviation * x);
	}
}

static void
fill_glorot(struct param *p, struct rng *r)
{
	const size_t out = p->is.fan_out ? p->is.fan_out : p->cols;

	fill_uniform(p, (real)sqrt(6.0 / (double)(p->rows + out)), r);
}

/* A dot product, in LANES independent sums. */
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
 * Makes rows of normal numbers orthonormal, one after another (Gram-Schmidt,
 * each row twice, which keeps them orthogonal up to rounding).  This is the Q
 * of a QR decomposition whose R has a positive diagonal, as in Keras.
 */
static int
fill_orthogonal(struct param *p, struct rng *r, struct fail *f)
{
	const size_t n = p->cols;
	double *q, *row, s;
	size_t i, j, k, pass;

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

/* Each name has a random stream of its own, so that adding a parameter changes
 * no other.  FNV-1a of the name; the streams of weights end in the byte 1. */
static uint64_t
stream(const char *name)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 0x100000001b3;
	return h << 8 | 1;
}

int
params_init(
    struct params *n, const struct optimizer *o, uint64_t seed, struct fail *f)
{
	struct rng r;
	size_t i, k, j;

	for (i = 0; i < n->n; i++) {
		struct param *p = &n->p[i];

		rng_seed(&r, seed, stream(p->name));
		if (p->is.init == PARAM_UNIFORM)
			fill_uniform(p, (real)0.05, &r);
		else if (p->is.init == PARAM_GLOROT)
			fill_glorot(p, &r);
		else if (p->is.init == PARAM_NORMAL)
			fill_normal(p, 0.02, &r);
		else if (p->is.init == PARAM_TRUNCATED)
			fill_truncated(p, &r);
		else if (p->is.init == PARAM_ORTHOGONAL &&
			 fill_orthogonal(p, &r, f))
			return -1;
		for (j = 0; j < p->rows; j++)
			for (k = p->is.ones; k < p->is.ones_end; k++)
				p->w[j * p->cols + k] = 1;
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

	for (i = 0; i < n->n; i++) {
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
