/*
 * attention - the elementwise parts of self-attention: the causal softmax and
 * layer normalisation.
 *
 * Letters: N rows of D numbers; M rows of scores, over at most W keys each.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_ATTENTION_H
#define MATH_ATTENTION_H

#include "base/base.h"

/* M rows of scores of one sequence.  Row i belongs to event first + i, which
 * attends to the keys 0 .. first + i.  For later keys p is 0, and d does not
 * use them. */
struct attention_scores {
	size_t rows, first, width; /* M, W >= first + rows */
	real scale;                /* factor of the scores, > 0 */
	real *p;                   /* [M,ld] scores; then probabilities */
	real *d;                   /* [M,ld] backward */
	size_t ld;
};

/* p_k = exp(scale p_k) / sum over the attended keys */
void attention_softmax(const struct attention_scores *);

/* Turns d from the gradient with respect to p into the gradient with respect
 * to the scores:
 *   d_k = scale p_k (d_k - sum_j p_j d_j);   d is 0 for later keys */
void attention_softmax_back(const struct attention_scores *);

/*
 * Layer normalisation (Ba, Kiros, Hinton 2016), with m and v the mean and the
 * variance of a row of x:
 *
 *   x^ = (x - m) / sqrt(v + 1e-8),   y = gamma x^ + beta
 */
struct attention_norm {
	size_t rows, width; /* N, D */
	const real *x;      /* [N,D] */
	const real *gamma, *beta;
	real *y;    /* [N,D] forward */
	real *stat; /* [N,2] m, 1 / sqrt(v + 1e-8), for the backward pass */

	/* Backward: with g = dy gamma, and means over the row,
	 *   dx += (g - mean g - x^ mean(g x^)) / sqrt(v + 1e-8),
	 *   dgamma += dy x^,   dbeta += dy */
	const real *dy;
	real *dx; /* must differ from dy */
	double *dgamma, *dbeta;
};

void attention_norm(const struct attention_norm *);
void attention_norm_back(const struct attention_norm *);

#endif
