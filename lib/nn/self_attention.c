/* self_attention - causal attention: every event of a sequence looks at the
 * events up to itself. */
/* SPDX-License-Identifier: MIT */
#include "nn/self_attention.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/attention.h"
#include "math/mm.h"
#include "math/vec.h"
#include "nn/dropout.h"
#include "nn/layer.h"

#define ROWS \
	48 /* rows of a block of probabilities; a multiple of the matrix
              kernel's twelve */
#define LINE 16

/* One head of one sequence. */
struct self_attention_head {
	const struct self_attention *is;
	size_t at, length; /* offset of its first number in q; L */
	size_t d, ld;
	struct rng *masks; /* NULL: no dropout */
	real *kt, *vt;     /* [d,L] transposes of K and V */
	real *p, *g, *m;   /* [ROWS,ld] P, its gradient, the masked P */
};

static size_t
stride(size_t length)
{
	return (length + LINE - 1) / LINE * LINE + LINE;
}

size_t
self_attention_scratch(const struct layer_tile *t, size_t width)
{
	return 2 * t->steps * width + 3 * ROWS * stride(t->steps);
}

/* to [d,L] = x', the rows of x being D numbers apart. */
static void
turn(const struct self_attention_head *h, const real *x, real *to)
{
	mm_turn(h->length, h->d, x, h->is->width, to, h->length);
}

/* Computes the probabilities of the block of rows from `first` on. */
static struct attention_scores
probabilities(const struct self_attention_head *h, size_t first)
{
	const size_t n = size_min(ROWS, h->length - first), D = h->is->width;
	const struct attention_scores s = {.rows = n,
	    .first = first,
	    .width = first + n,
	    .scale = (real)(1 / sqrt((double)h->d)),
	    .p = h->p,
	    .d = h->g,
	    .ld = h->ld};

	mm_nn_in(&(const struct mm){n, s.width, h->d,
	    h->is->q + h->at + first * D, D, h->kt, h->length, 0, h->p, h->ld});
	attention_softmax(&s);
	return s;
}

/* m = x times the block's mask; x itself without dropout. */
static const real *
masked(const struct self_attention_head *h, const struct attention_scores *s)
{
	const double rate =
	    h->masks ? dropout_rate(h->is->dropout, h->is->layer) : 0;
	size_t i;

	if (!h->masks)
		return h->p;
	for (i = 0; i < s->rows; i++) {
		dropout_next(
		    h->masks, rate, s->first + i + 1, h->m + i * h->ld);
		memset(h->m + i * h->ld + s->first + i + 1, 0,
		    (s->rows - i - 1) * sizeof(*h->m));
	}
	return h->m;
}

static void
forward(const struct self_attention_head *h)
{
	const size_t D = h->is->width;
	size_t first, i;

	turn(h, h->is->k + h->at, h->kt);
	for (first = 0; first < h->length; first += ROWS) {
		const struct attention_scores s = probabilities(h, first);
		const real *m = masked(h, &s);

		for (i = 0; m != h->p && i < s.rows; i++)
			vec_mul(s.width, h->p + i * h->ld, h->p + i * h->ld,
			    m + i * h->ld);
		mm_nn_in(&(const struct mm){s.rows, h->d, s.width, h->p, h->ld,
		    h->is->v + h->at, D, 0, h->is->a + h->at + first * D, D});
	}
}

/*
 * From the block's dA: G = dA V', times the mask; dV += (P mask)' dA; then dS
 * from P and G, dK += dS' Q, dQ = dS K.
 */
static void
block_back(const struct self_attention_head *h, size_t first)
{
	const struct self_attention *is = h->is;
	const size_t D = is->width, at = h->at + first * D;
	const struct attention_scores s = probabilities(h, first);
	const real *m = masked(h, &s);
	size_t i;

	mm_nn_in(&(const struct mm){s.rows, s.width, h->d, is->da + at, D,
	    h->vt, h->length, 0, h->g, h->ld});
	for (i = 0; m != h->p && i < s.rows; i++) {
		real *mask = h->m + i * h->ld, *g = h->g + i * h->ld;

		vec_mul(s.width, g, g, mask);
		vec_mul(s.width, mask, mask, h->p + i * h->ld);
	}
	mm_tn_in(&(const struct mm){s.width, h->d, s.rows, m, h->ld,
	    is->da + at, D, 1, is->dv + h->at, D});
	attention_softmax_back(&s);
	mm_tn_in(&(const struct mm){s.width, h->d, s.rows, h->g, h->ld,
	    is->q + at, D, 1, is->dk + h->at, D});
	mm_nn_in(&(const struct mm){s.rows, h->d, s.width, h->g, h->ld,
	    is->k + h->at, D, 0, is->q + at, D});
}

static void
backward(const struct self_attention_head *h)
{
	const size_t D = h->is->width;
	size_t first, i;

	turn(h, h->is->k + h->at, h->kt);
	turn(h, h->is->v + h->at, h->vt);
	for (i = 0; i < h->length; i++) {
		memset(h->is->dk + h->at + i * D, 0, h->d * sizeof(*h->is->dk));
		memset(h->is->dv + h->at + i * D, 0, h->d * sizeof(*h->is->dv));
	}
	for (first = 0; first < h->length; first += ROWS)
		block_back(h, first);
}

/* Runs every head of every sequence, always in the same order, since all masks
 * come from one stream. */
static void
each(const struct self_attention *is,
    void (*work)(const struct self_attention_head *))
{
	const size_t T = is->tile->steps, D = is->width;
	struct layer_walk w = {.tile = is->tile};
	struct rng r;
	struct self_attention_head h = {.is = is,
	    .d = D / is->heads,
	    .ld = stride(T),
	    .kt = is->scratch,
	    .vt = is->scratch + T * D};
	size_t head;

	h.p = h.vt + T * D;
	h.g = h.p + ROWS * h.ld;
	h.m = h.g + ROWS * h.ld;
	if (is->dropout && dropout_rate(is->dropout, is->layer) > 0) {
		dropout_begin(
		    is->dropout, (uint32_t)is->layer, (uint32_t)is->use, &r);
		h.masks = &r;
	}
	while (layer_walk_next(&w)) {
		for (head = 0; head < is->heads; head++) {
			h.at = w.first * D + head * h.d;
			h.length = w.length;
			work(&h);
		}
	}
}

void
self_attention(const struct self_attention *is)
{
	each(is, forward);
}

void
self_attention_back(const struct self_attention *is)
{
	each(is, backward);
}
