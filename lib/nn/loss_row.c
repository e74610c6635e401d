/* loss_row - helpers for the losses: other copies of the label. */
/* SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <string.h>

real
loss_others(const struct loss_options *o, const struct loss_row *r)
{
	return o->mask_accidental ? 0 : r->w[r->y] - r->v;
}

const real *
loss_weights(const struct loss_row *r, real wy)
{
	memcpy(r->scratch, r->w, r->n * sizeof(*r->w));
	r->scratch[r->y] = wy;
	return r->scratch;
}
