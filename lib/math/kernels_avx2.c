/* kernels_avx2 - the hot loops, compiled with -mavx2 -mfma. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#if defined(__x86_64__) && !defined(REAL_IS_DOUBLE)

#include "math/gru_body.h"
#include "math/mm_body.h"
#include "math/vec_body.h"

const struct kernels kernels_avx2 = {
#define KERNELS_NAME "avx2"
#include "math/kernels_row.h"
};

#endif
