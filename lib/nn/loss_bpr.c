/*
 * loss_bpr - pairwise losses: the label's score against each negative's (bpr)
 * or against the highest (bpr-max).
 *
 * GRU4Rec, Hidasi et al. 2016 and Hidasi & Karatzoglou 2018, as in its code.
 * sigma(d) = 1 / (1 + exp(-d)); W are the weights without the label's own copy;
 * u_n = sigma(s_n - s_y).
 *
 * bpr sums over the columns where the paper takes the mean.  The label's column
 * is included: it adds ln 2 and no gradient.
 *
 *   L = sum_n w_n -ln sigma(s_y - s_n)
 *   dL/ds_n = W_n u_n for n other than y,   dL/ds_y = -sum_n W_n u_n
 *
 * bpr-max weights the negatives by a softmax p over themselves:
 *
 *   p_n = W_n exp(s_n) / Z
 *   G = sum_n p_n sigma(s_y - s_n) = 1 - sum_n p_n u_n
 *   L = -ln G + R (sum_n p_n s_n^2 = Q)
 *   q_n = p_n (1 - u_n) / G     the share of n in G
 *   dL/ds_n = p_n - q_n (1 - u_n) + R p_n (s_n^2 + 2 s_n - Q)
 *   own = -sum_n q_n u_n
 *
 * G is near 1 for a good ranking and may underflow for a bad one, so there are
 * two formulas for the same values.  With U = sum_n p_n u_n,
 *
 *   U <= 1/2:  G = 1 - U,   p_n - q_n (1 - u_n) = p_n (u_n (2 - u_n) - U) / G
 *   else:      G = exp(s_y) sum_n W_n u_n / Z,   q_n = W_n u_n / sum_n W_n u_n
 *
 * the latter because exp(s_n) sigma(s_y - s_n) = exp(s_y) sigma(s_n - s_y).
 * GRU4Rec's ln(G + 1e-24), which has no gradient for a much smaller G, is not
 * needed.  s_n^2 - Q is computed from s_n^2 - max^2: where p is large, both are
 * small.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <math.h>
#include <string.h>

#include "base/elementary.h"
#include "math/pairwise.h"
#include "math/vec.h"

#define LN2 0.69314718055994530942

static double
bpr(const struct loss_options *o, struct loss_row *r)
{
	double slope, loss;

	loss = pairwise_softplus(
	    r->n, r->s, loss_weights(r, 0), r->s[r->y], &slope);
	r->own = (real)-slope;
	return loss + (double)(r->v + loss_others(o, r)) * LN2;
}

/* sum: from pairwise_bpr_max(); k: for pairwise_bpr_max_back(). */
static double
bpr_max_loss(double reg, double z, double max, double wanted,
    const double sum[5], real k[5], real *own)
{
	double u = sum[0] / z, q = sum[4] / z, squares;

	squares = reg * (q + max * max);
	k[4] = (real)max;
	k[2] = (real)(reg / z);
	if (u <= 0.5) {
		k[0] = (real)((-u / (1 - u) - reg * q) / z);
		k[1] = (real)(1 / (1 - u) / z);
		k[3] = 0;
		*own = (real) - (sum[1] / z / (1 - u));
		return -elementary_log1p(-u) + squares;
	}
	k[0] = (real)((1 - reg * q) / z);
	k[1] = 0;
	k[3] = (real)(-1 / sum[2]);
	*own = (real) - (sum[3] / sum[2]);
	return elementary_log(z) + (max - wanted) - elementary_log(sum[2]) +
	       squares;
}

static double
bpr_max(const struct loss_options *o, struct loss_row *r)
{
	const real *w = loss_weights(r, loss_others(o, r));
	real *e = r->scratch + r->n, *u = e + r->n, k[5]; /* e, u [N] */
	const real wanted = r->s[r->y], max = vec_max(r->n, r->s, w);
	double sum[5], z, loss;

	r->own = 0;
	if (isinf(max) && max < 0) { /* no negatives, nothing to learn */
		memset(r->s, 0, r->n * sizeof(*r->s));
		return 0;
	}
	memcpy(e, r->s, r->n * sizeof(*e));
	z = vec_exp_sum(r->n, e, w, max);
	pairwise_bpr_max(r->n, r->s, e, w, wanted, max, u, sum);
	loss = bpr_max_loss(
	    o->regularisation, z, (double)max, (double)wanted, sum, k, &r->own);
	pairwise_bpr_max_back(r->n, r->s, e, w, u, k);
	return loss;
}

const struct loss loss_bpr = {
    .name = "bpr",
    .help = "the label's score against each negative's, summed",
    .row = bpr,
};

const struct loss loss_bpr_max = {
    .name = "bpr-max",
    .help = "the label's score against the highest negatives'",
    .row = bpr_max,
};
