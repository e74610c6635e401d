/* loss - the table of training objectives, and the loop over a block of
 * rows. */
/* SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <string.h>

#include "math/vec.h"
#include "nn/activation.h"

static const struct loss *const losses[] = {
    &loss_softmax,
    &loss_bpr,
    &loss_bpr_max,
    &loss_top1,
    &loss_top1_max,
    &loss_gbce,
};

const struct loss *
loss_at(size_t k)
{
	return k < COUNTOF(losses) ? losses[k] : NULL;
}

const struct loss *
loss_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(losses); k++) {
		if (!strcmp(losses[k]->name, name))
			return losses[k];
	}
	return NULL;
}

/* The last row holds the activated scores. */
size_t
loss_scratch(size_t ld)
{
	return (LOSS_SCRATCH + 2) * ld;
}

/* One row through activation and loss, forward and backward. */
static double
run_row(const struct loss *l, const struct loss_options *o, struct loss_row *r)
{
	const struct activation *a = o->activation;
	real *kept = r->scratch + LOSS_SCRATCH * r->n; /* [N] */
	double loss;

	if (!a)
		return l->row(o, r);
	a->forward(r->n, r->s, o->activation_x);
	memcpy(kept, r->s, r->n * sizeof(*kept));
	loss = l->row(o, r);
	a->backward(r->n, kept, r->s, o->activation_x);
	a->backward(1, kept + r->y, &r->own, o->activation_x);
	return loss;
}

/* Sets the weights of the candidates m in w, a copy of all weights, to 0,
 * except the label's. */
static void
mask(struct loss_row *r, const struct loss_masked *m, const int32_t *column,
    real *w)
{
	size_t k;

	for (k = 0; k < m->n; k++) {
		const int32_t n = column[m->key[k]];

		if (n < 0 || n == r->y)
			continue;
		r->total -= (double)w[n];
		w[n] = 0;
	}
}

static void
unmask(const struct loss_masked *m, const int32_t *column, const real *from,
    real *w)
{
	size_t k;

	for (k = 0; k < m->n; k++) {
		const int32_t n = column[m->key[k]];

		if (n >= 0)
			w[n] = from[n];
	}
}

double
loss_run(const struct loss *l, const struct loss_options *o,
    const struct loss_block *b)
{
	struct loss_row r = {.n = b->n,
	    .w = b->w,
	    .total = vec_dot(b->n, b->w, NULL),
	    .scratch = b->scratch};
	const double total = r.total;
	double sum = 0;
	real times, *w = b->scratch + (LOSS_SCRATCH + 1) * b->n;
	size_t i;

	if (b->masked) {
		memcpy(w, b->w, b->n * sizeof(*w));
		r.w = w;
	}
	for (i = 0; i < b->rows; i++) {
		r.s = b->s + i * b->ld;
		r.y = b->y[i];
		r.v = b->v ? b->v[i] : 1;
		r.scale = 1;
		r.total = total;
		if (b->masked)
			mask(&r, &b->masked[i], b->column, w);
		times = b->counts ? b->counts[i] : 1;
		sum += (double)times * run_row(l, o, &r);
		if (b->masked)
			unmask(&b->masked[i], b->column, b->w, w);
		b->own[i] = times * r.own;
		r.scale *= times;
		if (b->scale)
			b->scale[i] = r.scale;
		else if (r.scale != 1)
			vec_scale(b->n, r.s, r.scale);
	}
	return sum;
}
