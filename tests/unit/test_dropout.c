/*
 * test_dropout - masks: how much they drop, and that every use has its own.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "nn/dropout.h"

#include "tap.h"

#define N 4096

/* Does the mask differ from that of layer 0, row 0, step 7? */
static int
differs(uint64_t seed, uint64_t step, uint32_t layer, uint32_t rows)
{
	const struct dropout one = {.seed = 3, .step = 7};
	const struct dropout other = {.seed = seed, .step = step};
	static real a[N], b[N];

	dropout_mask(&one, 0.5, 0, 0, N, a);
	dropout_mask(&other, 0.5, layer, rows, N, b);
	return memcmp(a, b, sizeof(a)) != 0;
}

/* Are all numbers 0 or 1 / (1 - p), and is the share of zeros near p? */
static int
is_mask(double p)
{
	const struct dropout d = {.seed = 1, .step = 2};
	static real mask[N];
	size_t i, zeros = 0;
	int good = 1;

	dropout_mask(&d, p, 1, 1, N, mask);
	for (i = 0; i < N; i++) {
		zeros += mask[i] == 0;
		good &=
		    mask[i] == 0 || fabs((double)mask[i] * (1 - p) - 1) < 1e-4;
	}
	return good && fabs((double)zeros / N - p) < 0.04;
}

int
main(void)
{
	uint64_t k;
	int good = 1;

	ok(!differs(3, 7, 0, 0), "the same use has the same mask");
	ok(differs(4, 7, 0, 0) && differs(3, 8, 0, 0) && differs(3, 7, 1, 0) &&
		differs(3, 7, 0, 1),
	    "another seed, step, layer or tile has another");
	for (k = 1; k; k <<= 1) {
		if (k <= UINT32_MAX)
			good &= differs(3, 7, 0, (uint32_t)k) &&
			        differs(3, 7, (uint32_t)k, 0);
		if (k < (uint64_t)1 << 56)
			good &= k == 0 || differs(3, 7 ^ k, 0, 0);
	}
	ok(good, "so do large numbers: no layer, tile or step takes another's");
	ok(is_mask(0.1) && is_mask(0.5) && is_mask(0.9),
	    "as much is left out as was asked, and the rest enlarged");
	return done();
}
