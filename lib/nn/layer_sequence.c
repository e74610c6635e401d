/* layer_sequence - helpers for layers over sequences: the outputs before a
 * step, and the gradient of a recurrent matrix. */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/mm.h"
#include "math/vec.h"

int
layer_walk_next(struct layer_walk *w)
{
	const struct layer_tile *t = w->tile;

	if (!t->steps || w->row == (size_t)t->active[0])
		return 0;
	w->first += w->length;
	w->length = w->row ? w->length : t->steps; /* lengths never increase */
	while ((size_t)t->active[w->length - 1] <= w->row)
		w->length--;
	w->row++;
	return 1;
}

void
layer_gather(const struct layer_pass *p, const int32_t *at, size_t cols,
    const real *x, real *y)
{
	struct layer_walk w = {.tile = p->tile};
	size_t k, e;

	while (layer_walk_next(&w)) {
		for (k = 0, e = w.row - 1; k < w.length; k++) {
			memcpy(y + (w.first + k) * cols,
			    x + (at ? (size_t)at[e] : e) * cols,
			    cols * sizeof(*y));
			e += (size_t)p->tile->active[k];
		}
	}
}

void
layer_spread(const struct layer_pass *p, const int32_t *at, size_t cols,
    int add, const real *x, real *y)
{
	struct layer_walk w = {.tile = p->tile};
	size_t k, e;

	while (layer_walk_next(&w)) {
		for (k = 0, e = w.row - 1; k < w.length; k++) {
			const real *from = x + (w.first + k) * cols;
			real *to = y + (at ? (size_t)at[e] : e) * cols;

			if (add)
				vec_add(cols, to, from);
			else
				memcpy(to, from, cols * sizeof(*to));
			e += (size_t)p->tile->active[k];
		}
	}
}

const real *
layer_before(const struct layer_pass *p, size_t k, size_t first)
{
	return k ? p->y +
	               (first - (size_t)p->tile->active[k - 1]) * p->layer->out
	         : p->start;
}

real *
layer_dbefore(const struct layer_pass *p, size_t k, size_t first)
{
	return k ? p->dy +
	               (first - (size_t)p->tile->active[k - 1]) * p->layer->out
	         : NULL;
}

/*
 * The outputs before step k are the first active[k] of those after step k - 1.
 * If no sequence ended there, these are all of them, and the outputs before
 * step k + 1 follow without a gap.  So one product covers all steps until a
 * sequence ends; with equal lengths, all steps.
 */
void
layer_add_recurrent(const struct layer_pass *p, size_t cols, const real *d,
    size_t width, real *du)
{
	const int32_t *active = p->tile->active;
	const size_t H = p->layer->out;
	size_t first = (size_t)active[0], k, n;

	if (p->start)
		mm_tn_in(&(const struct mm){
		    H, cols, first, p->start, H, d, width, 1, du, width});
	for (k = 1; k < p->tile->steps; first += n) {
		const real *h = layer_before(p, k, first);

		n = 0;
		do {
			n += (size_t)active[k++];
		} while (k < p->tile->steps && active[k - 1] == active[k - 2]);
		mm_tn_in(&(const struct mm){
		    H, cols, n, h, H, d + first * width, width, 1, du, width});
	}
}
