/* kernels - the hot loops, as a table for each instruction set. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#if defined(__x86_64__) && !defined(REAL_IS_DOUBLE)

const struct kernels *
kernels_at(size_t k)
{
	int avx2 =
	    __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
	int avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
	             __builtin_cpu_supports("avx512dq") &&
	             __builtin_cpu_supports("avx512bw") &&
	             __builtin_cpu_supports("avx512vl");

	if (k == 0)
		return &kernels_portable;
	if (k == 1 && avx2)
		return &kernels_avx2;
	if (k == 2 && avx512)
		return &kernels_avx512;
	return NULL;
}

#else

const struct kernels *
kernels_at(size_t k)
{
	return k ? NULL : &kernels_portable;
}

#endif

const struct kernels *
kernels(void)
{
	const struct kernels *best = &kernels_portable, *t;
	size_t k;

	for (k = 0; (t = kernels_at(k)); k++)
		best = t;
	return best;
}
