/*
 * shard - every n-th row of the input, from row i on.
 *
 * Rows are dealt like cards: row k belongs to shard k mod n.  So a stream of
 * unknown length can be divided, every shard is an equally good sample, and row
 * k of the input is row k / n of its shard.  tsv2tfrec --shards deals records
 * in the same way.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_SHARD_H
#define BASE_SHARD_H

#include "base/base.h"

#define SHARD_MOST 1000000 /* largest number of shards */

struct shard {
	/* Has the rows k, from 0, with k mod n = i; n 0: all rows. */
	uint64_t i, n;
};

/* Parses "i/n" with i from 1 to n.  Returns -1 if the text is anything else. */
int shard_parse(struct shard *, const char *text, struct fail *);

/* Returns 1 if row k, from 0, is in the shard.  NULL stands for all rows. */
static inline int
shard_has(const struct shard *s, uint64_t k)
{
	return !s || s->n < 2 || k % s->n == s->i;
}

/* Returns 1 if there are other shards. */
static inline int
shard_is_part(const struct shard *s)
{
	return s && s->n > 1;
}

/* Returns the row of the input that is row j of the shard, both from 0. */
static inline uint64_t
shard_row(const struct shard *s, uint64_t j)
{
	return s && s->n ? s->i + j * s->n : j;
}

#endif
