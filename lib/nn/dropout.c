/* dropout - in training, sets random numbers to 0. */
/* SPDX-License-Identifier: MIT */
#include "nn/dropout.h"

#include "base/rng.h"

/* Last byte of the streams of a step: for layers, for items. */
#define STREAM 5
#define ITEM_STREAM 6

double
dropout_rate(const struct dropout *d, size_t number)
{
	return number ? d->hidden : d->embedding;
}

/* How many of 65536 numbers become 0. */
static uint32_t
below_of(double p)
{
	return (uint32_t)(p * 65536 + 0.5);
}

real
dropout_kept(double p)
{
	return (real)(65536.0 / (65536.0 - (double)below_of(p)));
}

int
dropout_item(const struct dropout *d, int32_t id)
{
	const uint32_t below = below_of(d->item);
	struct rng r;

	if (!below)
		return 0;
	rng_seed(&r, d->seed, d->step << 8 | ITEM_STREAM);
	rng_seed(&r, rng_next(&r), (uint64_t)id);
	return (rng_next(&r) & 0xffff) < below;
}

void
dropout_begin(
    const struct dropout *d, uint32_t layer, uint32_t rows, struct rng *r)
{
	rng_seed(r, d->seed, d->step << 8 | STREAM);
	rng_seed(r, rng_next(r), (uint64_t)layer << 32 | rows);
}

void
dropout_next(struct rng *r, double p, size_t n, real *mask)
{
	const uint32_t below = below_of(p);
	const real value[2] = {dropout_kept(p), 0}; /* without a branch */
	uint64_t bits;
	size_t i, k;

	for (i = 0; i + 4 <= n; i += 4) {
		bits = rng_next(r);
		for (k = 0; k < 4; k++)
			mask[i + k] = value[(bits >> 16 * k & 0xffff) < below];
	}
	bits = i < n ? rng_next(r) : 0;
	for (; i < n; i++, bits >>= 16)
		mask[i] = value[(bits & 0xffff) < below];
}

void
dropout_mask(const struct dropout *d, double p, uint32_t layer, uint32_t rows,
    size_t n, real *mask)
{
	struct rng r;

	dropout_begin(d, layer, rows, &r);
	dropout_next(&r, p, n, mask);
}
