/* kernels - the hot loops: one table of functions for each instruction set. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#include <stdatomic.h>
#include <string.h>

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

#elif defined(__aarch64__) && !defined(REAL_IS_DOUBLE)

const struct kernels *
kernels_at(size_t k)
{
	return k > 1 ? NULL : k ? &kernels_neon : &kernels_portable;
}

#else

const struct kernels *
kernels_at(size_t k)
{
	return k ? NULL : &kernels_portable;
}

#endif

struct choice
kernels_choice(size_t k)
{
	if (k == 0)
		return (struct choice){"auto", NULL,
		    "the widest that this processor runs, last in this list"};
	return CHOICE_OF(kernels_at(k - 1));
}

int
kernels_have_fma(void)
{
#if defined(__FP_FAST_FMAF)
	return 1;
#elif defined(__x86_64__)
	return __builtin_cpu_supports("fma") != 0;
#else
	return 0;
#endif
}

int
kernels_slow(const struct kernels *t, int has_fma)
{
	return t == &kernels_portable && !has_fma;
}

/*
 * The table in use; NULL before the first call.  Threads that ask at the same
 * time find the same table, so any of them may store it.  The tables are
 * constants, so relaxed order is enough.
 */
static _Atomic(const struct kernels *) used;

static const struct kernels *
use_widest(void)
{
	const struct kernels *best = &kernels_portable, *t;
	size_t k;

	for (k = 0; (t = kernels_at(k)); k++)
		best = t;
	atomic_store_explicit(&used, best, memory_order_relaxed);
	return best;
}

const struct kernels *
kernels(void)
{
	const struct kernels *t =
	    atomic_load_explicit(&used, memory_order_relaxed);

	return t ? t : use_widest();
}

int
kernels_use(const char *name)
{
	const struct kernels *t;
	size_t k;

	if (!strcmp(name, "auto")) {
		(void)use_widest();
		return 0;
	}
	for (k = 0; (t = kernels_at(k)); k++) {
		if (!strcmp(t->name, name)) {
			atomic_store_explicit(&used, t, memory_order_relaxed);
			return 0;
		}
	}
	return -1;
}
