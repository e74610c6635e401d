/* kernels_portable - the hot loops for any processor, and for double. */
/* SPDX-License-Identifier: MIT */
#include "math/kernels.h"

#include "math/kernels_table.h"

const struct kernels kernels_portable =
    KERNELS("portable", "plain C, for any processor; slow");
