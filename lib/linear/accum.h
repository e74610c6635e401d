/*
 * accum - a row of sums over all items, few of which are touched.
 *
 * Rows of counts are sparse, so the cost of a row depends on the touched items
 * only.  Their order is kept, because equal weights are ordered by it.
 *
 * Letters: V items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_ACCUM_H
#define LINEAR_ACCUM_H

#include "base/base.h"

struct accum {
	double *sum;         /* [V] 0 for untouched items */
	unsigned char *seen; /* [V] */
	int32_t *at;         /* [V], the first n: touched items, in order */
	size_t n;
};

/* Allocates an array of k empty rows.  Returns NULL if memory runs out. */
struct accum *accum_new(size_t k, size_t items, struct fail *);
void accum_free(struct accum *, size_t k); /* NULL is allowed */

/* Adds x to item i, from 0. */
static inline void
accum_add(struct accum *a, int32_t i, double x)
{
	if (!a->seen[i]) {
		a->seen[i] = 1;
		a->at[a->n++] = i;
	}
	a->sum[i] += x;
}

static inline void
accum_reset(struct accum *a)
{
	size_t k;

	for (k = 0; k < a->n; k++) {
		a->sum[a->at[k]] = 0;
		a->seen[a->at[k]] = 0;
	}
	a->n = 0;
}

#endif
