/* kernels_avx2 - the hot loops, compiled with -mavx2 -mfma. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#if defined(__x86_64__) && !defined(REAL_IS_DOUBLE)

#include "math/kernels_table.h"

const struct kernels kernels_avx2 =
    KERNELS("avx2", "x86-64 with AVX2 and FMA: 8 numbers at once");

#endif
