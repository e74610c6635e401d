/* gru - the elementwise parts of gated recurrent units. */
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

void
gru_reset_forward(const struct gru_tile *t)
{
	kernels()->gru_reset_forward(t);
}

void
gru_candidate_forward(const struct gru_tile *t)
{
	kernels()->gru_candidate_forward(t);
}

void
gru_candidate_backward(const struct gru_tile *t)
{
	kernels()->gru_candidate_backward(t);
}

void
gru_reset_backward(const struct gru_tile *t)
{
	kernels()->gru_reset_backward(t);
}
