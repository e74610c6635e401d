/*
 * lists - the best items of queries as text: a row an item, "user rank item
 * score" and, where titles are known, "title"; a row a query, "user items"; or
 * an object of JSON a query.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_LISTS_H
#define RANK_LISTS_H

#include "base/base.h"

struct candidates;
struct exclude;
struct popularity;
struct queries_block;
struct shard;
struct titles;
struct topk;

enum lists_format { LISTS_TSV, LISTS_WIDE, LISTS_JSON };

struct choice lists_format_choice(size_t k); /* without LISTS_WIDE */

/* What lists are written of. */
struct lists_plan {
	const struct candidates *candidates;
	const struct titles *titles; /* or NULL */
	const struct shard *shard;   /* of the queries; NULL: all */
	double min_score; /* a list ends before the first below; NAN: none is */
	enum lists_format format;
	int header; /* a first line with the names of the columns, not JSON */
	int in_columns;   /* for people: aligned, scores of four digits */
	struct slice key; /* what who asks is called; s NULL: a number asks */

	/* What queries without context get instead; NULL: nothing else. */
	const struct popularity *popular;
};

/*
 * The lists of t's first queries, which are those of b and number `query` and
 * after, from 0, of the shard, and are written as what they are in the whole,
 * from 1, or by their keys; before query 0 the header.  -1 without memory.
 */
int lists_put(struct output *, const struct lists_plan *, const struct topk *t,
    uint64_t query, const struct queries_block *b, struct fail *);

#endif
