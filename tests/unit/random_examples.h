/* random_examples - random examples for the tests of batches and of
 * training. */
/* SPDX-License-Identifier: MIT */
#ifndef RANDOM_EXAMPLES_H
#define RANDOM_EXAMPLES_H

#include <stdlib.h>

#include "base/rng.h"
#include "data/examples.h"

#define ITEMS 60

/* Makes n contexts of k places, filled from the front.  Aborts if memory runs
 * out. */
static inline struct examples
random_examples(size_t n, size_t k, uint64_t seed)
{
	struct examples x = {.n = n, .k = k};
	struct rng r;
	size_t i, j;

	x.context = malloc(n * k * sizeof(*x.context));
	x.label = malloc(n * sizeof(*x.label));
	x.length = malloc(n * sizeof(*x.length));
	if (!x.context || !x.label || !x.length)
		abort();
	rng_seed(&r, seed, 0);
	for (i = 0; i < n; i++) {
		x.label[i] = (int32_t)rng_below(&r, ITEMS + 1);
		x.length[i] = (int32_t)rng_below(&r, k + 1);
		for (j = 0; j < k; j++)
			x.context[i * k + j] =
			    j < (size_t)x.length[i]
				? (int32_t)rng_below(&r, ITEMS + 1)
				: 0;
	}
	return x;
}

#endif
