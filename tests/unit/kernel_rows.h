/*
 * kernel_rows - random numbers and comparisons for the tests of kernels.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TEST_KERNEL_ROWS_H
#define TEST_KERNEL_ROWS_H

#include <math.h>

#include "base/rng.h"

/* Fills x [n] with normal numbers. */
static inline void
kernel_fill(struct rng *rng, size_t n, float *x)
{
	size_t i;

	for (i = 0; i < n; i++)
		x[i] = (float)rng_normal(rng);
}

/* Is a, a sum of terms whose absolute values sum to size, near b? */
static inline int
kernel_is_near(float a, double b, double size)
{
	return fabs((double)a - b) <= 2e-6 * size + 1e-30;
}

#endif
