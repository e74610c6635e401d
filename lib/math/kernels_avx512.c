/* kernels_avx512 - the hot loops, compiled with -mavx512f and its kin. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#if defined(__x86_64__) && !defined(REAL_IS_DOUBLE)

#include "math/gru_body.h"
#include "math/mm_body.h"
#include "math/vec_body.h"

const struct kernels kernels_avx512 = {
#define KERNELS_NAME "avx512"
#include "math/kernels_row.h"
};

#endif
