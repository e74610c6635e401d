/* grads - the gradients of a leaf of a batch. */
/* SPDX-License-Identifier: MIT */
#include "nn/grads.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "math/vec.h"
#include "nn/params.h"

#define LINE 16 /* each part begins at a multiple of this many numbers */

int
space_room(struct space *s, size_t n, struct fail *f)
{
	if (n <= s->n)
		return 0;
	space_free(s);
	s->p = n <= SIZE_MAX / 2 / sizeof(real)
	           ? aligned_alloc(64, (n * sizeof(real) + 63) / 64 * 64)
	           : NULL;
	if (!s->p)
		return fail_memory(f);
	s->n = n;
	return 0;
}

void
space_free(struct space *s)
{
	free(s->p);
	*s = (struct space){0};
}

struct grads_shape
grads_of(const struct params *n)
{
	return (struct grads_shape){.dense = n->dense, .bias = n->bias};
}

static size_t
round_up(size_t n)
{
	return (n + LINE - 1) / LINE * LINE;
}

int
grads_begin(struct grads *g, const struct grads_shape *is, struct fail *f)
{
	const size_t sums = is->bias + 1;
	size_t i, n = round_up(is->dense);

	for (i = 0; i < GRADS_ROWS; i++)
		n += round_up(is->rows[i]);
	if (space_room(&g->all, n + LINE, f))
		return -1;
	if (sums > g->room) {
		free(g->sums);
		g->room = 0;
		g->sums = malloc(sums * sizeof(*g->sums));
		if (!g->sums)
			return fail_memory(f);
		g->room = sums;
	}
	for (g->n = i = 0; i < GRADS_ROWS; i++) {
		g->rows[i] = g->all.p + g->n;
		g->n += round_up(is->rows[i]);
	}
	g->dense = g->all.p + g->n;
	g->n += round_up(is->dense);
	g->candidates = is->rows[GRADS_ITEM];
	g->nsums = sums;
	g->bias = g->sums;
	g->loss = g->sums + is->bias;
	return 0;
}

void
grads_free(struct grads *g)
{
	space_free(&g->all);
	free(g->sums);
	*g = (struct grads){0};
}

void
grads_clear(struct grads *g)
{
	memset(
	    g->all.p + g->candidates, 0, (g->n - g->candidates) * sizeof(real));
	memset(g->sums, 0, g->nsums * sizeof(*g->sums));
	g->fresh = 1;
}

void
grads_settle(struct grads *g)
{
	if (g->fresh)
		memset(g->all.p, 0, g->candidates * sizeof(real));
	g->fresh = 0;
}

void
grads_add(struct grads *to, const struct grads *g, size_t first, size_t count)
{
	vec_add(count, to->all.p + first, g->all.p + first);
}

void
grads_add_sums(struct grads *to, const struct grads *g)
{
	size_t i;

	for (i = 0; i < to->nsums; i++)
		to->sums[i] += g->sums[i];
}

void
grads_round(struct grads *g, const struct params *n)
{
	size_t i, j;

	for (i = 0; i < n->n; i++) {
		const struct param *p = &n->p[i];

		for (j = 0; p->is.bias && j < p->rows * p->cols; j++)
			g->dense[p->at + j] = (real)g->bias[p->bias_at + j];
	}
}

real *
grads_dense(const struct grads *g, const struct params *n, size_t param)
{
	return g->dense + n->p[param].at;
}

double *
grads_bias(const struct grads *g, const struct params *n, size_t param)
{
	return g->bias + n->p[param].bias_at;
}
