/*
 * loss_softmax - cross-entropy of a softmax over the row.
 *
 *   Z_b = sum_n w_n exp(s_bn),   L = sum_b (ln Z_b - s_b,y(b))
 *   dL/ds_bn = w_n exp(s_bn) / Z_b - [n = y(b)], the 1 in own
 *
 * The row's greatest score is taken off first, so that no exponential
 * overflows; a row that is not finite gives a loss that is not.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <math.h>

#include "math/vec.h"

static double
run(size_t b, size_t n, size_t ld, real *s, const real *w, const int32_t *y,
    real *own)
{
	double total = 0;
	size_t i;

	for (i = 0; i < b; i++, s += ld) {
		real max = vec_max(n, s, w), wanted = s[y[i]];
		double z = vec_exp_sum(n, s, w, max);

		total += log(z) + ((double)max - (double)wanted);
		vec_scale(n, s, (real)(1 / z));
		own[i] = -1;
	}
	return total;
}

const struct loss loss_softmax = {
    .name = "softmax",
    .help = "cross-entropy over the candidates of the batch",
    .run = run,
};
