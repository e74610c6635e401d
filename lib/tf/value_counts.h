/*
 * value_counts - how often each value of a feature came.
 *
 * Counts are exact or not told: a feature of more than VALUE_COUNTS_MOST
 * different values, or one for which there is no room left among all, is given
 * up, and what it took stays taken.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_VALUE_COUNTS_H
#define TF_VALUE_COUNTS_H

#include "base/base.h"

#define VALUE_COUNTS_MOST ((size_t)100000)
#define VALUE_POOL_MOST ((size_t)2000000)    /* values of all features, */
#define VALUE_POOL_BYTES ((size_t)256 << 20) /* and bytes of them */

struct value_pool;

/* Room for the values of several features; NULL without memory. */
struct value_pool *value_pool_new(void);
void value_pool_free(struct value_pool *); /* NULL is fine */

/* The values of one feature; zero it first. */
struct value_counts {
	struct value_slot *at; /* [size], a power of two, at most half in use */
	size_t n, size;
	int lost; /* given up */
};

/* Counts a value, of any bytes, once more. */
void value_counts_add(
    struct value_counts *, struct value_pool *, struct slice value);

/* The value that came most often, of several the one that before() puts first,
 * and how often; 0 if there is none or the counts are lost. */
uint64_t value_counts_most(const struct value_counts *,
    int before(struct slice a, struct slice b), struct slice *value);

void value_counts_free(struct value_counts *);

#endif
