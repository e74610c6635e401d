/* kernels_row - a table of kernels.h, filled from the bodies. */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_KERNELS_ROW_H
#define MATH_KERNELS_ROW_H

#include "math/gru_body.h"
#include "math/mm_body.h"
#include "math/vec_body.h"

#define KERNELS(n)                                                       \
	{                                                                \
		.name = (n), .mm = mm_kernel, .dot = mm_dot,             \
		.exp = exp_kernel, .tanh = tanh_kernel,                  \
		.sigmoid = sigmoid_kernel, .max = max_kernel,            \
		.exp_sum = exp_sum_kernel, .scale = scale_kernel,        \
		.add = add_kernel, .adagrad = adagrad_kernel,            \
		.count = count_kernel, .above = above_kernel,            \
		.gru_forward = gru_forward_kernel,                       \
		.gru_backward = gru_backward_kernel,                     \
		.gru_reset_forward = gru_reset_forward_kernel,           \
		.gru_candidate_forward = gru_candidate_forward_kernel,   \
		.gru_candidate_backward = gru_candidate_backward_kernel, \
		.gru_reset_backward = gru_reset_backward_kernel,         \
	}

#endif
