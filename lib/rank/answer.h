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
struct lists_plan;
struct queries_plan;

/* What a query without context gets, "none" and "popular". */
struct choice answer_fallback_choice(size_t k);

struct answer_plan {
	size_t top;  /* items of a list */
	int popular; /* do queries without context get what is popular? */

	struct candidates *candidates; /* what lists are made of */

	/* Line by line, when queries come that are of another model: makes the
	 * candidates those of the model that is there now; -1: they stay as they
	 * are, and somebody has been told. */
	int (*renew)(void);

	/* But candidates, most, key and popular, which are set here. */
	const struct queries_plan *queries; /* not for answer_similar() */
	const struct lists_plan *lists;
};

/* Of the queries. */
struct answer_counts {
	uint64_t nobody; /* have an empty context */
	uint64_t lost;   /* are none: nothing of their context was known */
	uint64_t wrong;  /* line by line: have an error instead */
};

/*
 * Writes the lists of the queries in the npaths files to o; that o has failed
 * is no failure here, it ends the work.  -1: also if there is no query.
 */
int answer_queries(const struct answer_plan *, const char *const *paths,
    size_t npaths, struct output *o, struct answer_counts *, struct fail *);

/* The same for q [n,d]; query i leaves out the item[i] that it is. */
int answer_similar(const struct answer_plan *, size_t n, float *q,
    const int32_t *item, struct output *o, struct fail *);

/* Says what of the counts is odd. */
void answer_say(const struct answer_plan *, const struct answer_counts *,
    void (*warn)(const char *fmt, ...) PRINTF(1, 2));

#endif
