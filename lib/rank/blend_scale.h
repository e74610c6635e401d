/*
 * blend_scale - how a row of scores is made comparable with those of other models.
 *
 * Letters: n items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_BLEND_SCALE_H
#define RANK_BLEND_SCALE_H

#include "base/base.h"

struct blend_scale {
	const char *name; /* as given to topk-blend --scale= */
	const char *help;

	/* Scales s [n], finite scores that are not all equal, in place.  ones [n]
	 * are 1.  NULL: as suits who made them. */
	void (*run)(size_t n, float *s, const float *ones);
};

const struct blend_scale *blend_scale_find(const char *name); /* or NULL */

/* What suits scores of a net, which are logarithms of probabilities but for what a
 * row has in common, or scores of anything else. */
const struct blend_scale *blend_scale_of(int net);

struct choice blend_scale_choice(size_t k);

#endif
