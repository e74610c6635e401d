/*
 * shard - a share of the rows: every n-th, from the i-th on.
 *
 * Rows are dealt like cards, so that a stream of unknown length can be shared
 * out, each share is as good a sample as the next, and row k of the whole is
 * row k / n of its share.  tsv2tfrec --shards deals records in this way too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_SHARD_H
#define BASE_SHARD_H

#include "base/base.h"

#define SHARD_MOST 1000000 /* shares */

struct shard {
	uint64_t i, n; /* row k, from 0, is ours if k mod n is i; n 0: all */
};

/* Reads "i/n", i from 1 to n, as people count.  -1: it is not that. */
int shard_parse(struct shard *, const char *text, struct fail *);

/* Is row k, counted from 0, in the share?  All are in NULL. */
static inline int
shard_has(const struct shard *s, uint64_t k)
{
	return !s || s->n < 2 || k % s->n == s->i;
}

/* Are there other shares? */
static inline int
shard_is_part(const struct shard *s)
{
	return s && s->n > 1;
}

/* Which row of the whole, from 0, is row j of the share. */
static inline uint64_t
shard_row(const struct shard *s, uint64_t j)
{
	return s && s->n ? s->i + j * s->n : j;
}

#endif
