/*
 * loss_softmax - cross-entropy of a softmax over the row.
 *
 *   Z = sum_n w_n exp(s_n),   L = ln Z - s_y - ln v
 *   dL/ds_n = w_n exp(s_n) / Z - [n = y], the 1 in own
 *
 * The highest score is subtracted first, so that no exponential overflows.
 * Bishop 2006, section 4.3.4.
 *
 * With label smoothing e, as in GRU4Rec, M = sum_n w_n columns and c = e / (M -
 * v):
 *
 *   L = (1 - M c) (ln Z - s_y - ln v) + c sum_n w_n (ln Z - s_n)
 *     = ln Z - (1 - M c) (s_y + ln v) - c sum_n w_n s_n
 *   dL/ds_n = w_n exp(s_n) / Z - c w_n - (1 - M c) [n = y]
 *
 * GRU4Rec's 1e-24 in the logarithm is not needed, since Z is never 0.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <math.h>

#include "base/elementary.h"
#include "math/vec.h"

static double
row(const struct loss_options *o, struct loss_row *r)
{
	const real *w = r->w, wanted = r->s[r->y];
	double z, off, columns = r->total, c = 0, others = 0;
	real max;

	if (o->mask_accidental && w[r->y] > r->v) {
		columns -= (double)(w[r->y] - r->v);
		w = loss_weights(r, r->v);
	}
	max = vec_max(r->n, r->s, w);
	off = (double)max - (double)wanted;
	if (o->smoothing > 0 && columns > (double)r->v) {
		c = o->smoothing / (columns - (double)r->v);
		others = columns * (double)max - vec_dot(r->n, r->s, w);
	}
	r->own = (real)(columns * c - 1);
	z = vec_exp_sum(r->n, r->s, w, max);
	if (c > 0)
		vec_blend(r->n, r->s, (real)(1 / z), w, (real)-c);
	else
		r->scale = (real)(1 / z);
	return elementary_log(z) +
	       (1 - columns * c) * (off - elementary_log((double)r->v)) +
	       c * others;
}

const struct loss loss_softmax = {
    .name = "softmax",
    .help = "cross-entropy over the candidates of the batch",
    .logq = 1,
    .row = row,
};
