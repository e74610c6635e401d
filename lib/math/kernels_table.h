/* kernels_table - fills a table of kernels.h with the loops of *_impl.h. */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_KERNELS_TABLE_H
#define MATH_KERNELS_TABLE_H

#include "math/attention_impl.h"
#include "math/optimizer_kernels_impl.h"
#include "math/gru_impl.h"
#include "math/mm_impl.h"
#include "math/pairwise_impl.h"
#include "math/vec_impl.h"

#define KERNELS(n, h)                                                        \
	{                                                                    \
		.name = (n), .help = (h), .mm = mm_kernel, .dot = mm_dot,    \
		.turn = mm_turn_kernel, .largest = largest_kernel,           \
		.tanh = tanh_kernel, .elu = elu_kernel, .bend = bend_kernel, \
		.max = max_kernel, .inner = inner_kernel,                    \
		.exp_sum = exp_sum_kernel, .scale = scale_kernel,            \
		.add = add_kernel, .sum_rows = sum_rows_kernel,              \
		.add_to_rows = add_to_rows_kernel, .spread = spread_kernel,  \
		.squares = squares_kernel, .blend = blend_kernel,            \
		.count = count_kernel, .above = above_kernel,                \
		.adagrad = adagrad_kernel,                                   \
		.adagrad_inside = adagrad_inside_kernel, .sgd = sgd_kernel,  \
		.adam = adam_kernel, .rmsprop = rmsprop_kernel,              \
		.gru_forward = gru_forward_kernel,                           \
		.gru_backward = gru_backward_kernel,                         \
		.gru_reset_forward = gru_reset_forward_kernel,               \
		.gru_candidate_forward = gru_candidate_forward_kernel,       \
		.gru_candidate_backward = gru_candidate_backward_kernel,     \
		.gru_reset_backward = gru_reset_backward_kernel,             \
		.attention_softmax = attention_softmax_kernel,               \
		.attention_softmax_back = attention_softmax_back_kernel,     \
		.attention_norm = attention_norm_kernel,                     \
		.attention_norm_back = attention_norm_back_kernel,           \
		.softplus = softplus_kernel, .top1 = top1_kernel,            \
		.bpr_max = bpr_max_kernel,                                   \
		.bpr_max_back = bpr_max_back_kernel,                         \
	}

#endif
