/*
 * loss_gbce - binary cross-entropy, calibrated for sampled negatives.
 *
 * Petrov & Macdonald 2023 (gSASRec).  W are the weights without the label's own
 * copy.  The k = sum_n W_n negatives stand for all V - 1 other items.  The
 * fewer they are, the more the label's score is overestimated.  The power b
 * corrects this: fully for t = 1, not at all for t = 0.
 *
 *   a = k / (V - 1),   b = a (t (1 - 1/a) + 1/a) = 1 - t (1 - a)
 *   L = (-b ln sigma(s_y) - sum_n W_n ln(1 - sigma(s_n))) / (k + 1)
 *   dL/ds_n = W_n sigma(s_n) / (k + 1),   own = -b sigma(-s_y) / (k + 1)
 *
 * The rate a is limited to 1: a sample with repetitions that is larger than the
 * number of items needs no calibration.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <math.h>

#include "base/elementary.h"
#include "math/pairwise.h"
#include "math/vec.h"

static double
row(const struct loss_options *o, struct loss_row *r)
{
	const real others = loss_others(o, r), *w = loss_weights(r, others);
	const double wanted = (double)r->s[r->y],
		     z = elementary_exp(-fabs(wanted));
	double k = r->total - (double)r->w[r->y] + (double)others;
	double a = k < o->items - 1 ? k / (o->items - 1) : 1;
	double b = 1 - o->calibration * (1 - a), loss, slope;

	loss = pairwise_softplus(r->n, r->s, w, 0, &slope);
	loss += b * (fmax(-wanted, 0) + elementary_log1p(z));
	vec_scale(r->n, r->s, (real)(1 / (k + 1)));
	r->own = (real)(-b / (k + 1) * (wanted < 0 ? 1 : z) / (1 + z));
	return loss / (k + 1);
}

const struct loss loss_gbce = {
    .name = "gbce",
    .help = "binary cross-entropy, calibrated for sampled negatives",
    .row = row,
};
