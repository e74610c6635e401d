/* dropout - numbers left out at random in training. */
/* SPDX-License-Identifier: MIT */
#include "nn/dropout.h"

#include "base/rng.h"

#define STREAM 5 /* the last byte of the streams that begin a step */

double
dropout_rate(const struct dropout *d, size_t number)
{
	return number ? d->hidden : d->embedding;
}

void
dropout_mask(const struct dropout *d, double p, uint32_t layer, uint32_t rows,
    size_t n, real *mask)
{
	const uint32_t below = (uint32_t)(p * 65536 + 0.5);
	const real keep = (real)(65536.0 / (65536.0 - (double)below));
	struct rng r;
	uint64_t bits = 0;
	size_t i;

	rng_seed(&r, d->seed, d->step << 8 | STREAM);
	rng_seed(&r, rng_next(&r), (uint64_t)layer << 32 | rows);
	for (i = 0; i < n; i++, bits >>= 16) {
		if (i % 4 == 0)
			bits = rng_next(&r);
		mask[i] = (bits & 0xffff) < below ? 0 : keep;
	}
}
