/*
 * loss_top1 - a smooth count of the scores above the label's, with a penalty
 * that keeps scores near 0.
 *
 * GRU4Rec, Hidasi et al. 2016 and Hidasi & Karatzoglou 2018, as in its code.
 * sigma(d) = 1 / (1 + exp(-d)), sigma' its derivative; W are the weights
 * without the label's own copy, M = v + sum_n W_n the number of columns, and
 *
 *   f_n = sigma(s_n - s_y) + sigma(s_n^2)
 *   g_n = sigma'(s_n - s_y) + 2 s_n sigma'(s_n^2)
 *
 * top1 is a mean over the columns.  The label's column is included without its
 * sigma(s_y^2): it adds 1/2 and no gradient.
 *
 *   L = (v / 2 + sum_n W_n f_n) / M
 *   dL/ds_n = W_n g_n / M,   own = -sum_n W_n sigma'(s_n - s_y) / M
 *
 * top1-max takes a weighted sum instead, by a softmax p over the negatives:
 *
 *   p_n = W_n exp(s_n) / Z,   L = sum_n p_n f_n
 *   dL/ds_n = p_n (g_n + f_n - L),   own = -sum_n p_n sigma'(s_n - s_y)
 */
/* SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <math.h>
#include <string.h>

#include "math/pairwise.h"
#include "math/vec.h"

static double
top1(const struct loss_options *o, struct loss_row *r)
{
	const real others = loss_others(o, r), *w = loss_weights(r, others);
	double columns, sum[2];

	columns = r->total - (double)(r->w[r->y] - r->v) + (double)others;
	pairwise_top1(r->n, r->s, w, r->s[r->y], 0, sum);
	vec_scale(r->n, r->s, (real)(1 / columns));
	r->own = (real) - (sum[1] / columns);
	return (sum[0] + (double)r->v / 2) / columns;
}

static double
top1_max(const struct loss_options *o, struct loss_row *r)
{
	const real *w = loss_weights(r, loss_others(o, r));
	const real max = vec_max(r->n, r->s, w);
	real *e = r->scratch + r->n; /* [N] */
	double z, sum[2];

	r->own = 0;
	if (isinf(max) && max < 0) { /* no negatives, nothing to learn */
		memset(r->s, 0, r->n * sizeof(*r->s));
		return 0;
	}
	memcpy(e, r->s, r->n * sizeof(*e));
	z = vec_exp_sum(r->n, e, w, max);
	pairwise_top1(r->n, r->s, e, r->s[r->y], 1, sum);
	vec_blend(r->n, r->s, (real)(1 / z), e, (real)(-sum[0] / z / z));
	r->own = (real) - (sum[1] / z);
	return sum[0] / z;
}

const struct loss loss_top1 = {
    .name = "top1",
    .help = "negatives that score above the label, with scores kept near 0",
    .row = top1,
};

const struct loss loss_top1_max = {
    .name = "top1-max",
    .help = "the same for the highest negatives",
    .row = top1_max,
};
