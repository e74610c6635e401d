/*
 * alias - draws from n weighted things, each in constant time.
 *
 * Walker, Electronics Letters 10 (1974); Vose builds the table in O(n), IEEE
 * Trans. Software Eng. 17 (1991).  A draw picks a cell j, each with chance 1/n,
 * and then j itself with chance keep[j], else other[j].  So thing i has the
 * probability
 *
 *   p_i = (keep[i] + sum of 1 - keep[j] over all j with other[j] = i) / n,
 *
 * which equals w_i / sum w up to rounding.  A thing of weight 0 is never drawn.
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

/* Builds the table from weights w [n], n <= INT32_MAX.  Returns -1 if memory
 * runs out, a weight is negative or not finite, or their sum is 0 or not
 * finite.  Freed by alias_free(). */
int alias_make(struct alias *, size_t n, const double *w, struct fail *);

/*
 * Builds the table for a vocabulary's ids: the weight of an id is its count
 * raised to `power`.  Id 0, the unknown, is never drawn; power 0 draws all ids
 * alike, even those with count 0.  n becomes vocab_size() + 1.
 */
int alias_of_counts(
    struct alias *, const struct vocab *, double power, struct fail *);

/* Draws one of 0 .. n-1. */
int32_t alias_draw(const struct alias *, struct rng *);

void alias_free(struct alias *); /* safe to call twice */

#endif
