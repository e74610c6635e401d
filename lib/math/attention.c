/* attention - the causal softmax and layer normalisation of self-attention. */
/* SPDX-License-Identifier: MIT */
#include "math/attention.h"

#include "math/kernels.h"

void
attention_softmax(const struct attention_scores *s)
{
	kernels()->attention_softmax(s);
}

void
attention_softmax_back(const struct attention_scores *s)
{
	kernels()->attention_softmax_back(s);
}

void
attention_norm(const struct attention_norm *n)
{
	kernels()->attention_norm(n);
}

void
attention_norm_back(const struct attention_norm *n)
{
	kernels()->attention_norm_back(n);
}
