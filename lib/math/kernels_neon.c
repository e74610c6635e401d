/* kernels_neon - the hot loops for arm64, where every processor has NEON. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#if defined(__aarch64__) && !defined(REAL_IS_DOUBLE)

#define SIMD_NEON
#include "math/kernels_table.h"

const struct kernels kernels_neon =
    KERNELS("neon", "arm64 with NEON: 4 numbers at once");

#endif
