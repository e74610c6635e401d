/*
 * self_attention - every event of a sequence looks at those up to it: scaled
 * products, causal, with several heads (Vaswani et al. 2017, section 3.2).
 *
 * The rows stand sequence by sequence.  The columns of Q, K, V and A are dealt
 * to the heads, d of them each; for every head
 *
 *   P_ts = softmax over s <= t of Q_t . K_s / sqrt(d),   A_t = sum_s P_ts V_s
 *
 * With dropout, P is times a mask before it meets V.  The probabilities are not
 * kept but made again on the way back, block of rows by block of rows.
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
	size_t width, heads;           /* D; they divide it */
	const struct dropout *dropout; /* NULL: none; its rate is layer's */
	size_t layer;
	uint64_t use;    /* tells the tiles' masks apart */
	real *q, *k, *v; /* [E,D] */
	real *a;         /* [E,D] forward: set */

	/* Backward: from da [E,D] to dk, dv [E,D], set, and dq, in the place of
	 * q. */
	const real *da;
	real *dk, *dv;

	real *scratch; /* [self_attention_scratch()] */
};

size_t self_attention_scratch(const struct layer_tile *, size_t width);
void self_attention(const struct self_attention *);
void self_attention_back(const struct self_attention *);

#endif
