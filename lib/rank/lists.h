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

/* What lists are written of. */
struct lists_plan {
	const struct candidates *candidates;
	const struct titles *titles; /* or NULL */
	const struct shard *shard;   /* of the queries; NULL: all */
	int header;       /* a first line with the names of the columns */
	int in_columns;   /* for people: aligned, scores of four digits */
	double min_score; /* a list ends before the first below; NAN: none is */
};

/*
 * The lists of the first m queries of t, which are number `query` and after,
 * from 0, of the shard, and are written as what they are in the whole, from 1;
 * before query 0 the header.  -1 without memory.
 */
int lists_put(struct output *, const struct lists_plan *, const struct topk *t,
    uint64_t query, size_t m, struct fail *);

#endif
