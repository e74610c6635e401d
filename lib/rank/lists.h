/*
 * lists - the best items of queries as text: a row for each item, with the
 * columns user, rank, item, score and, if titles are known, title; a row for
 * each query, with the columns user and items; or a JSON object for each query.
 *
 * A list from a share of the candidates ends with a row of rank 0.  Its item is
 * the share, I/N, and its score the requested number of items, so that the
 * lists of all shares can be merged, even empty ones.
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

/* The format of lists (lists_text.c). */

enum lists_format { LISTS_TSV, LISTS_WIDE, LISTS_JSON };

struct choice lists_format_choice(size_t k); /* without LISTS_WIDE */

struct lists_text {
	enum lists_format format;
	int header;       /* the column names come first; not for JSON */
	int titles;       /* titles are known */
	int in_columns;   /* four digits a score, for people */
	struct slice key; /* the key column's title; s NULL: queries are
                             numbered */

	/* the share of the candidates, with LISTS_TSV; or NULL */
	const struct shard *share;
	size_t top;
};

/* An item of a list, as TSV cells. */
struct lists_text_item {
	struct slice item, title; /* s NULL: none */
	float score;
};

/* Gets the next item of a list.  Returns 1, or 0 at the end of the list. */
typedef int lists_text_next(void *ctx, struct lists_text_item *);

/* Appends the header if the struct's header is set. */
void lists_text_header(const struct lists_text *, struct buffer *);

/* Appends the list of the query called key or, for a query with an error, the
 * error (error.s NULL: none). */
void lists_text_put(const struct lists_text *, struct slice key,
    struct slice error, lists_text_next *next, void *ctx, struct buffer *);

/* How to write lists. */
struct lists_plan {
	const struct candidates *candidates;
	const struct titles *titles; /* or NULL */
	const struct shard *shard;   /* of the queries; NULL: all */
	double min_score; /* a list ends before the first score below this; NAN:
                             no limit */
	struct lists_text text; /* in_columns: also aligned */

	/* The answer to queries without context; NULL: no answer. */
	const struct popularity *popular;
};

/*
 * Writes the lists in t of the queries of block b.  `query` is the number of
 * the block's first query within the shard, from 0.  Queries are written with
 * their keys, or with their numbers in the whole input, from 1.  Writes the
 * header before query 0.  Returns -1 if memory runs out.
 */
int lists_put(struct output *, const struct lists_plan *, const struct topk *t,
    uint64_t query, const struct queries_block *b, struct fail *f);

/* How to merge the lists of all shares of the candidates (lists_merge.c).  The
 * best items of all are among the best items of the shares.  Lists are merged
 * by score; equal scores keep the order of the shares, which is the order of
 * the candidates. */

struct lists_merge_plan {
	size_t top;             /* items of a list */
	struct lists_text text; /* key and titles follow the files */
};

/* Merges the lists of the n files, one a share, in any order, and writes them
 * to o.  Returns -1 if the files are not all shares of the same lists, or their
 * lists are shorter than the plan requires. */
int lists_merge(const struct lists_merge_plan *, const char *const *paths,
    size_t n, struct output *o, struct fail *);

#endif
