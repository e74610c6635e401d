/* dropout - numbers left out at random in training. */
/* SPDX-License-Identifier: MIT */
#include "nn/dropout.h"

#include "base/rng.h"

#define STREAM 5 /* streams 5 + 256 i are of dropout */

double
dropout_rate(const struct dropout *d, size_t number)
{
	return number ? d->hidden : d->embedding;
}

void
dropout_mask(
    const struct dropout *d, double p, uint64_t use, size_t n, real *mask)
{
	const uint32_t below = (uint32_t)(p * 65536 + 0.5);
	const real keep = (real)(65536.0 / (65536.0 - (double)below));
	struct rng r;
	uint64_t bits = 0;
	size_t i;

	rng_seed(&r, d->seed, (d->step << 24 | use) << 8 | STREAM);
	for (i = 0; i < n; i++, bits >>= 16) {
		if (i % 4 == 0)
			bits = rng_next(&r);
		mask[i] = (bits & 0xffff) < below ? 0 : keep;
	}
}
