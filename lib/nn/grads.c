/* grads - the gradients of the leaves of a step, and their sums. */
/* SPDX-License-Identifier: MIT */
#include "nn/grads.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "math/vec.h"
#include "nn/params.h"

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

int
grads_alloc(struct grads *g, const struct params *n, struct fail *f)
{
	g->dense = malloc((n->dense + 1) * sizeof(*g->dense));
	g->bias = malloc((n->bias + 1) * sizeof(*g->bias));
	return g->dense && g->bias ? 0 : fail_memory(f);
}

void
grads_free(struct grads *g)
{
	free(g->dense);
	free(g->bias);
	space_free(&g->query);
	space_free(&g->item);
	*g = (struct grads){0};
}

void
grads_clear(struct grads *g, const struct params *n, size_t query, size_t item)
{
	g->loss = 0;
	if (query)
		memset(g->query.p, 0, query * sizeof(real));
	if (item)
		memset(g->item.p, 0, item * sizeof(real));
	memset(g->dense, 0, n->dense * sizeof(*g->dense));
	memset(g->bias, 0, n->bias * sizeof(*g->bias));
}

size_t
grads_leaves(size_t queries, double numbers, double ns, size_t most)
{
	const double n = (double)queries / (3 * 1.2 * numbers / ns);

	return n < 1.5 ? 1 : n < 5 ? 2 : n < 10 ? 4 : most;
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

void
grads_add_query(struct grads *g, size_t n, size_t first, size_t count)
{
	size_t i;

	for (i = 1; i < n; i++)
		vec_add(count, g[0].query.p + first, g[i].query.p + first);
}

void
grads_add_item(struct grads *g, size_t n, size_t first, size_t count)
{
	size_t i;

	for (i = 1; i < n; i++)
		vec_add(count, g[0].item.p + first, g[i].item.p + first);
}

void
grads_add_dense(struct grads *g, size_t n, const struct params *params)
{
	size_t i, j;

	for (i = 1; i < n; i++) {
		vec_add(params->dense, g[0].dense, g[i].dense);
		for (j = 0; j < params->bias; j++)
			g[0].bias[j] += g[i].bias[j];
	}
	for (i = 0; i < params->n; i++) {
		const struct param *p = &params->p[i];

		for (j = 0; p->is.bias && j < p->rows * p->cols; j++)
			g[0].dense[p->at + j] = (real)g[0].bias[p->bias_at + j];
	}
}
