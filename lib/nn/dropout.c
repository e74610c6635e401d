/* dropout - in training, sets random numbers to 0. */
/* SPDX-License-Identifier: MIT */
#include "nn/dropout.h"

#include "base/rng.h"

/* Last byte of the streams of a step: for layers, for items. */
#define STREAM 5
#define ITEM_STREAM 6

#define GROUP 64 /* numbers of a mask made together; a multiple of four */

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

/* Each random number is four of 16 bits, which decide about four numbers.  A
 * group of them is drawn first, so that the compiler makes vectors of the loop
 * over the mask. */
void
dropout_next(struct rng *r, double p, size_t n, real *mask)
{
	const int32_t below = (int32_t)below_of(p);
	const real kept = dropout_kept(p);
	struct rng is = *r; /* in registers */
	uint16_t draw[GROUP];
	size_t i, some;

	for (; n; n -= some, mask += some) {
		some = size_min(n, GROUP);
		for (i = 0; i < some; i += 4) {
			const uint64_t bits = rng_next(&is);

			draw[i] = (uint16_t)bits;
			draw[i + 1] = (uint16_t)(bits >> 16);
			draw[i + 2] = (uint16_t)(bits >> 32);
			draw[i + 3] = (uint16_t)(bits >> 48);
		}
		for (i = 0; i < some; i++)
			mask[i] = draw[i] < below ? 0 : kept;
	}
	*r = is;
}

void
dropout_mask(const struct dropout *d, double p, uint32_t layer, uint32_t rows,
    size_t n, real *mask)
{
	struct rng r;

	dropout_begin(d, layer, rows, &r);
	dropout_next(&r, p, n, mask);
}
