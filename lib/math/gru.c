/* gru - the part of the GRU that works number by number, for a tile of rows. */
/* SPDX-License-Identifier: MIT */
#include "math/gru.h"

#include "math/kernels.h"

void
gru_forward(const struct gru_tile *t)
{
	kernels()->gru_forward(t);
}

void
gru_backward(const struct gru_tile *t)
{
	kernels()->gru_backward(t);
}
