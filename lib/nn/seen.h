/*
 * seen - the different items before a query of the data, as candidates.
 *
 * The contexts of a sequence's queries are its beginnings.  So the set of each is
 * that of the one before and what came since.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SEEN_H
#define NN_SEEN_H

#include "base/base.h"

struct batch_row;
struct loader_data;

/* Zero it first. */
struct seen {
	int32_t *candidate; /* [n] ascending, from 0: item 1 is candidate 0 */
	size_t n, room;
	const int32_t *from; /* whose first items they are */
	size_t taken;        /* how many */
};

/* The set becomes that of the items that query k of a batch's row has before it,
 * of which unknown ones are no candidates.  -1 without memory. */
int seen_take(struct seen *, const struct loader_data *,
    const struct batch_row *, size_t k, struct fail *);
void seen_free(struct seen *); /* twice is fine */

#endif
