/*
 * alias - draws from n weighted things, each in constant time.
 *
 * Walker, Electronics Letters 10 (1974); the table is made in O(n) by Vose,
 * IEEE Trans. Software Eng. 17 (1991).  Every cell j is drawn with chance 1/n
 * and holds two things: itself, with chance keep[j], and other[j].  So thing i
 * has the probability
 *
 *   p_i = (keep[i] + sum of 1 - keep[j] over all j with other[j] = i) / n,
 *
 * which is w_i / sum w, but for rounding.  What has weight 0 is never drawn.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ALIAS_H
#define NN_ALIAS_H

#include "base/base.h"

struct alias {
	size_t n;
	double *keep;   /* [n] */
	int32_t *other; /* [n] */
};

/* Of weights w [n], n <= INT32_MAX.  -1: no memory, a weight that is negative or
 * not finite, or no sum above 0 that is finite.  Freed by alias_free(). */
int alias_make(struct alias *, size_t n, const double *w, struct fail *);

/*
 * The same of a vocabulary's ids: id is drawn in proportion to its count to the
 * power, and 0, the unknown, never; power 0 draws every id alike, also one that
 * has count 0.  So n is vocab_size() + 1.
 */
int alias_of_counts(
    struct alias *, const struct vocab *, double power, struct fail *);

/* One of 0 .. n-1. */
int32_t alias_draw(const struct alias *, struct rng *);

void alias_free(struct alias *); /* twice is fine */

#endif
