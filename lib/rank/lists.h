/*
 * lists - the best items of queries as text: a row an item, "user rank item score"
 * and, where titles are known, "title"; a row a query, "user items"; or an object
 * of JSON a query.
 *
 * A list of a share of the candidates ends in a row of rank 0, whose item is that
 * share, I/N, and whose score is how many items were asked for: so that lists of
 * all shares can be put together, empty ones too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_LISTS_H
#define RANK_LISTS_H

#include "base/base.h"

struct buffer;
struct candidates;
struct exclude;
struct output;
struct popularity;
struct queries_block;
struct shard;
struct titles;
struct topk;

/* What a list looks like: lists_text.c. */

enum lists_format { LISTS_TSV, LISTS_WIDE, LISTS_JSON };

struct choice lists_format_choice(size_t k); /* without LISTS_WIDE */

struct lists_text {
	enum lists_format format;
	int header; /* a first line with the names of the columns, not JSON */
	int titles; /* are they known? */
	int in_columns;   /* scores of four digits, for people */
	struct slice key; /* what who asks is called; s NULL: a number asks */

	/* LISTS_TSV of a share of the candidates, of lists of so many; or NULL. */
	const struct shard *share;
	size_t top;
};

/* An item of a list, as cells of a TSV. */
struct lists_text_item {
	struct slice item, title; /* s NULL: it has none */
	float score;
};

/* The next item of a list: 1, or 0 at its end. */
typedef int lists_text_next(void *ctx, struct lists_text_item *);

/* Adds the header, if there is to be one. */
void lists_text_header(const struct lists_text *, struct buffer *);

/* Adds the list of who asks; of a query that is none, why (s NULL: it is one). */
void lists_text_put(const struct lists_text *, struct slice key,
    struct slice error, lists_text_next *next, void *ctx, struct buffer *);

/* The lists of a block of queries. */

/* What lists are written of. */
struct lists_plan {
	const struct candidates *candidates;
	const struct titles *titles; /* or NULL */
	const struct shard *shard;   /* of the queries; NULL: all */
	double min_score; /* a list ends before the first below; NAN: none is */
	struct lists_text text; /* in_columns: aligned, too */

	/* What queries without context get instead; NULL: nothing else. */
	const struct popularity *popular;
};

/*
 * The lists of t's first queries, which are those of b and number `query` and
 * after, from 0, of the shard, and are written as what they are in the whole,
 * from 1, or by their keys; before query 0 the header.  -1 without memory.
 */
int lists_put(struct output *, const struct lists_plan *, const struct topk *t,
    uint64_t query, const struct queries_block *b, struct fail *f);

/* The lists of all shares of the candidates, as one: lists_merge.c.  The best of
 * the whole are among the best of each share; they are put together by score, and
 * where scores are equal in the order of the shares, which is that of the
 * candidates. */

struct lists_merge_plan {
	size_t top;             /* items of a list */
	struct lists_text text; /* key and titles are as in the files */
};

/* Writes the lists of the n files of shares, in any order, to o.  -1: they are
 * not all shares of the same lists, or have fewer items than the plan asks for. */
int lists_merge(const struct lists_merge_plan *, const char *const *paths,
    size_t n, struct output *o, struct fail *);

#endif
