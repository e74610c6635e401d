/*
 * self_attention - causal scaled dot-product attention with several heads
 * (Vaswani et al. 2017, section 3.2): every event of a sequence looks at the
 * events up to itself.
 *
 * Rows stand sequence by sequence.  Each head has d columns of Q, K, V and A:
 *
 *   P_ts = softmax over s <= t of Q_t . K_s / sqrt(d),   A_t = sum_s P_ts V_s
 *
 * Dropout multiplies P by a mask before the product with V.  The backward pass
 * computes the probabilities again, block of rows by block of rows, instead of
 * keeping them.
 *
 * Letters: E events, D columns, d those of a head, L events of a sequence.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SELF_ATTENTION_H
#define NN_SELF_ATTENTION_H

#include "base/base.h"

struct dropout;
struct layer_tile;

struct self_attention {
	const struct layer_tile *tile;
	size_t width, heads;           /* D; heads divide it */
	const struct dropout *dropout; /* NULL: none; the rate is that of
                                          `layer` */
	size_t layer;
	uint64_t use;    /* selects the tile's masks */
	real *q, *k, *v; /* [E,D] */
	real *a;         /* [E,D] forward: set */

	/* Backward: sets dk and dv [E,D] from da [E,D], and overwrites q with
	 * dq. */
	const real *da;
	real *dk, *dv;

	real *scratch; /* [self_attention_scratch()] */
};

size_t self_attention_scratch(const struct layer_tile *, size_t width);
void self_attention(const struct self_attention *);
void self_attention_back(const struct self_attention *);

#endif
