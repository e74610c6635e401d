/*
 * answer - the best candidates of queries, as lists: block by block, so that
 * the queries may be endless.
 *
 * Letters: n queries, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_ANSWER_H
#define RANK_ANSWER_H

#include "base/base.h"

struct candidates;
struct shard;
struct titles;

struct answer_plan {
	const struct candidates *candidates;
	size_t top;                  /* items of a list */
	double min_score;            /* a list ends before a lower one; NAN */
	const struct titles *titles; /* or NULL */

	/* Of queries from files: what each leaves out, a TSV and its column
	 * (see side_column.h), NULL: nothing; has it a header line; and what of
	 * the whole the queries are, NULL: all. */
	const char *exclude, *context;
	int header;
	int in_columns; /* lists for people */
	const struct shard *shard;
};

/* Writes the lists of the queries in the npaths files to o; that o has failed
 * is no failure here, it ends the work.  -1: also if there is no query. */
int answer_queries(const struct answer_plan *, const char *const *paths,
    size_t npaths, struct output *o, struct fail *);

/* The same for q [n,d]; query i leaves out the item[i] that it is. */
int answer_similar(const struct answer_plan *, size_t n, const float *q,
    const int32_t *item, struct output *o, struct fail *);

#endif
