/*
 * seen - the set of items before a query, as candidates.
 *
 * The context of each query of a sequence contains that of the previous query,
 * so the set grows from query to query.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SEEN_H
#define NN_SEEN_H

#include "base/base.h"

struct batch_row;
struct loader_data;

/* Zero this before use. */
struct seen {
	int32_t *candidate; /* [n] ascending, from 0: item 1 is candidate 0 */
	size_t n, room;
	const int32_t *from; /* the context of the last query */
	size_t taken;        /* how many of its items are in the set */
};

/* Makes the set that of the items before query k of a row.  Unknown items are
 * not candidates.  Returns -1 if memory runs out. */
int seen_take(struct seen *, const struct loader_data *,
    const struct batch_row *, size_t k, struct fail *);
void seen_free(struct seen *); /* safe to call twice */

/* The items before query k of a row, [*n], oldest first; 0 is an unknown
 * item. */
const int32_t *seen_context(
    const struct loader_data *, const struct batch_row *, size_t k, size_t *n);

#endif
