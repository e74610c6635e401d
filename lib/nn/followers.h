/*
 * followers - how often each item followed certain items in the training data:
 * the counts of a Markov chain of first order.
 *
 * In examples the label follows the last item of the context; in sequences each
 * item follows the one before it.
 *
 * Letters: V items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FOLLOWERS_H
#define NN_FOLLOWERS_H

#include "base/base.h"

struct loader_data;

/* A candidate, from 0, and how often it occurred. */
struct followers_count {
	int32_t candidate;
	uint32_t n;
};

struct followers;

/*
 * Counts the followers of the items whose byte in asked [V+1] is 1, in at most
 * two passes over the data.  Each pair takes 8 bytes, and pairs after the first
 * 16 million are ignored.  Returns NULL if memory runs out or a cache cannot be
 * read.
 */
struct followers *followers_new(const struct loader_data *, size_t items,
    const unsigned char *asked, struct fail *);
void followers_free(struct followers *); /* NULL is allowed */

/* The different followers of an item, [*n], none of which has count 0. */
const struct followers_count *followers_of(
    const struct followers *, int32_t item, size_t *n);

#endif
