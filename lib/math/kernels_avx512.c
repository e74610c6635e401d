/* kernels_avx512 - the hot loops, compiled with -mavx512f and related flags. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#if defined(__x86_64__) && !defined(REAL_IS_DOUBLE)

#include "math/kernels_table.h"

const struct kernels kernels_avx512 =
    KERNELS("avx512", "with AVX-512 F, DQ, BW and VL: 16 numbers at once");

#endif
