/*
 * value_counts - counts the values of a feature.
 *
 * Counts are exact or missing.  Counting stops for a feature with more than
 * VALUE_COUNTS_MOST different values, or when the pool is full.  Memory taken
 * from the pool by then is not returned.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_VALUE_COUNTS_H
#define TF_VALUE_COUNTS_H

#include "base/base.h"

#define VALUE_COUNTS_MOST ((size_t)100000)
#define VALUE_POOL_MOST \
	((size_t)2000000) /* limit of different values of all features */
#define VALUE_POOL_BYTES ((size_t)256 << 20) /* limit of their bytes */

struct value_pool;

/* The memory for the values of several features; NULL if memory runs out. */
struct value_pool *value_pool_new(void);
void value_pool_free(struct value_pool *); /* NULL is allowed */

/* The counts of one feature; initialise it with zeros. */
struct value_counts {
	struct value_slot *at; /* [size] a power of two, at most half in use */
	size_t n, size;
	int lost; /* counting has stopped */
};

/* Counts one more occurrence of a value of any bytes. */
void value_counts_add(
    struct value_counts *, struct value_pool *, struct slice value);

/* Returns the count of the most frequent value, and sets *value to this value.
 * If several values have this count, *value is the one that before() puts
 * first.  Returns 0 if there is no value or the counts are lost. */
uint64_t value_counts_most(const struct value_counts *,
    int before(struct slice a, struct slice b), struct slice *value);

void value_counts_free(struct value_counts *);

#endif
