/*
 * blend_scale - makes a row of scores comparable with those of other models.
 *
 * Letters: n items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_BLEND_SCALE_H
#define RANK_BLEND_SCALE_H

#include "base/base.h"

struct blend_scale {
	const char *name; /* as in topk-blend --scale= */
	const char *help;

	/* Scales s [n], finite scores that are not all equal, in place.  ones
	 * [n] are 1. NULL: the default for the model. */
	void (*run)(size_t n, float *s, const float *ones);
};

const struct blend_scale *blend_scale_find(const char *name); /* or NULL */

/* Returns the default for the scores of a net, which are log probabilities up
 * to a constant for each row, or (net 0) for other scores. */
const struct blend_scale *blend_scale_of(int net);

struct choice blend_scale_choice(size_t k);

#endif
