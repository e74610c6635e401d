/* lookup - runs table rows through the layers that work row by row. */
/* SPDX-License-Identifier: MIT */
#include "nn/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "math/vec.h"
#include "nn/grads.h"
#include "nn/layer.h"
#include "nn/params.h"
#include "nn/tower.h"

/*
 * Boundary l lies before layer l: y[0] is the looked-up rows, y[l + 1] the
 * output of layer l, and d[l] the gradient at boundary l.  A layer that works
 * in place shares the memory of the boundary before it.
 */
struct lookup {
	const struct tower *tower;
	const struct params *params;
	const real *rows;    /* [.,D] the table or its replacement */
	size_t width;        /* D */
	const size_t *start; /* where the rows of a mean begin in part; NULL: no
                                means */
	const int32_t *part;
	const struct dropout *dropout;
	const int32_t *id;
	size_t n;
	struct space y[TOWER_LAYERS + 1], keep[TOWER_LAYERS];
	struct space d[TOWER_LAYERS + 1];
};

struct lookup *
lookup_new(const struct tower *t, const struct params *params, size_t table,
    struct fail *f)
{
	struct lookup *u = calloc(1, sizeof(*u));

	if (!u) {
		(void)fail_memory(f);
		return NULL;
	}
	u->tower = t;
	u->params = params;
	u->rows = params->p[table].w;
	u->width = t->width;
	return u;
}

void
lookup_means(struct lookup *u, const size_t *start, const int32_t *part)
{
	u->start = start;
	u->part = part;
}

void
lookup_take(struct lookup *u, const real *rows)
{
	u->rows = rows;
}

void
lookup_free(struct lookup *u)
{
	size_t l;

	for (l = 0; u && l <= u->tower->unique; l++) {
		space_free(&u->y[l]);
		space_free(&u->d[l]);
		if (l < u->tower->unique)
			space_free(&u->keep[l]);
	}
	free(u);
}

/* Returns 1 if layer l works in place. */
static int
in_place(const struct lookup *u, size_t l)
{
	const struct layer *a = u->tower->layer + l;

	return tower_skips(a, u->dropout) ||
	       (a->kind->in_place && !(l && a[-1].kind->needs_y));
}

/* The rows at boundary l. */
static real *
rows_at(const struct lookup *u, size_t l)
{
	while (l && in_place(u, l - 1))
		l--;
	return u->y[l].p;
}

/* The gradient at boundary l, which a layer that works in place shares with the
 * boundary above it; that of the last boundary belongs to the caller. */
static real *
grads_at(const struct lookup *u, size_t l, real *d)
{
	while (l < u->tower->unique && u->tower->layer[l].kind->in_place)
		l++;
	return l == u->tower->unique ? d : u->d[l].p;
}

int
lookup_begin(struct lookup *u, const int32_t *id, size_t n,
    const struct dropout *dropout, int backward, struct fail *f)
{
	const struct tower *t = u->tower;
	size_t l;

	u->id = id;
	u->n = n;
	u->dropout = dropout;
	if (space_room(&u->y[0], n * u->width, f))
		return -1;
	for (l = 0; l < t->unique; l++) {
		const struct layer *a = &t->layer[l];

		if (!in_place(u, l) && space_room(&u->y[l + 1], n * a->out, f))
			return -1;
		if (a->kind->keeps && !tower_skips(a, dropout) &&
		    space_room(&u->keep[l], a->kind->keeps(a, NULL, n), f))
			return -1;
		if (backward && !a->kind->in_place &&
		    space_room(&u->d[l], n * a->in, f))
			return -1;
	}
	return 0;
}

/* Layer l's pass over n rows from `first` on. */
static struct layer_pass
pass(const struct lookup *u, size_t l, size_t first, size_t n)
{
	const struct layer *a = &u->tower->layer[l];

	return (struct layer_pass){
	    .layer = a,
	    .params = u->params,
	    .dropout = u->dropout,
	    .use = first / LOOKUP_BLOCK,
	    .n = n,
	    .x = rows_at(u, l) + first * a->in,
	    .y = rows_at(u, l + 1) + first * a->out,
	    .keep = a->kind->keeps && u->keep[l].p
	                ? u->keep[l].p + a->kind->keeps(a, NULL, first)
	                : NULL,
	};
}

/* Looks up n ids from `first` on: y [n,D]. */
static void
take_rows(const struct lookup *u, size_t first, size_t n, real *y)
{
	const size_t D = u->width;
	size_t k;

	for (k = 0; k < n; k++) {
		const int32_t *id = u->id + first + k;

		if (k + VEC_AHEAD < n)
			vec_ask(D, u->rows + (size_t)id[VEC_AHEAD] * D);
		memcpy(y + k * D, u->rows + (size_t)*id * D, D * sizeof(*y));
	}
}

/* Looks up means in the same way. */
static void
take_means(const struct lookup *u, size_t first, size_t n, real *y)
{
	const size_t D = u->width;
	size_t k, i, j;

	for (k = first; k < first + n; k++, y += D) {
		const size_t from = u->start[u->id[k]],
			     end = u->start[u->id[k] + 1];
		const real parts = (real)(end - from);

		for (j = 0; j < D; j++)
			y[j] = 0;
		for (i = from; i < end; i++) {
			const real *x = u->rows + (size_t)u->part[i] * D;

			for (j = 0; j < D; j++)
				y[j] += x[j];
		}
		for (j = 0; j < D && end > from; j++)
			y[j] /= parts;
	}
}

void
lookup_forward(const struct lookup *u, size_t i)
{
	const size_t D = u->width, first = i * LOOKUP_BLOCK,
		     n = size_min(LOOKUP_BLOCK, u->n - first);
	real *y = u->y[0].p + first * D;
	size_t l;

	if (u->start)
		take_means(u, first, n, y);
	else
		take_rows(u, first, n, y);
	for (l = 0; l < u->tower->unique; l++) {
		const struct layer *a = &u->tower->layer[l];
		struct layer_pass p = pass(u, l, first, n);

		if (!tower_skips(a, u->dropout))
			a->kind->forward(&p);
	}
}

const real *
lookup_out(const struct lookup *u)
{
	return rows_at(u, u->tower->unique);
}

real *
lookup_grad(const struct lookup *u, real *d)
{
	return grads_at(u, 0, d);
}

void
lookup_backward(
    const struct lookup *u, size_t i, real *const *transposed, real *d)
{
	const size_t first = i * LOOKUP_BLOCK,
		     n = size_min(LOOKUP_BLOCK, u->n - first);
	size_t l;

	for (l = u->tower->unique; l-- > 0;) {
		const struct layer *a = &u->tower->layer[l];
		struct layer_pass p = pass(u, l, first, n);

		p.transposed = transposed;
		p.dy = grads_at(u, l + 1, d) + first * a->out;
		p.dx = grads_at(u, l, d) + first * a->in;
		if (!tower_skips(a, u->dropout))
			a->kind->backward(&p);
	}
}

int
lookup_learns(const struct lookup *u)
{
	size_t l = 0;

	while (l < u->tower->unique && !u->tower->layer[l].kind->gradient)
		l++;
	return l < u->tower->unique;
}

void
lookup_gradient(
    const struct lookup *u, size_t i, size_t parts, real *d, struct grads *g)
{
	const size_t first = i * u->n / parts, end = (i + 1) * u->n / parts;
	size_t l;

	for (l = 0; l < u->tower->unique && first < end; l++) {
		const struct layer *a = &u->tower->layer[l];
		struct layer_pass p = pass(u, l, first, end - first);

		p.dy = grads_at(u, l + 1, d) + first * a->out;
		p.grads = g;
		if (a->kind->gradient)
			a->kind->gradient(&p);
	}
}
