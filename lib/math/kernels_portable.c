/* kernels_portable - the hot loops, for any processor, and for double. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#include "math/gru_body.h"
#include "math/mm_body.h"
#include "math/vec_body.h"

const struct kernels kernels_portable = {
#define KERNELS_NAME "portable"
#include "math/kernels_row.h"
};
