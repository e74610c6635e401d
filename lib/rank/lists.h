/*
 * lists - the best items of queries as text, "query rank item score" and, where
 * titles are known, "title".
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_LISTS_H
#define RANK_LISTS_H

#include "base/base.h"

struct candidates;
struct titles;
struct shard;
struct topk;

void lists_put_header(struct output *, int titles);

/*
 * The lists of the first m queries of t, which are number `query` and after,
 * from 0, of the shard (NULL: of all), and are written as what they are in the
 * whole, from 1; a list ends before the first score below min_score (NAN: none
 * is).  names may be NULL.  -1 without memory.
 */
int lists_put(struct output *, const struct shard *, uint64_t query, size_t m,
    const struct topk *t, double min_score, const struct candidates *,
    const struct titles *, struct fail *);

#endif
