/*
 * answer - answers queries with lists of the best candidates, block by block,
 * so that the input may be endless.
 *
 * Letters: n queries, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_ANSWER_H
#define RANK_ANSWER_H

#include "base/base.h"

struct candidates;
struct prometheus_requests;
struct lists_plan;
struct queries_plan;

/* Returns the k-th choice of the answer to a query without context: "none" or
 * "popular". */
struct choice answer_fallback_choice(size_t k);

struct answer_plan {
	size_t top;  /* items of a list */
	int popular; /* answer queries without context with the most popular
                        items */

	struct candidates *candidates; /* the items to list */

	/* When queries are read line by line, called when a header announces
	 * queries of another model: loads that model's candidates.  Returns -1
	 * if it could not load them and has reported why. */
	int (*renew)(void);

	/* The functions below set the plan's candidates, most, key and
	 * popular. */
	const struct queries_plan *queries; /* not for answer_similar() */
	const struct lists_plan *lists;
	struct prometheus_requests *requests; /* counts queries; or NULL */
};

/* Counts of queries. */
struct answer_counts {
	uint64_t nobody; /* queries with an empty context */
	uint64_t lost;   /* queries without any known item in their context */
	uint64_t wrong;  /* queries with an error, if read line by line */
};

/*
 * Writes the lists for the queries in the npaths files to o.  If o fails, the
 * function returns early without an error, because output_commit() reports it.
 * Returns -1 after an error, or if there are no queries.
 */
int answer_queries(const struct answer_plan *, const char *const *paths,
    size_t npaths, struct output *o, struct answer_counts *, struct fail *);

/* Writes the lists for q [n,d].  The list of query i leaves out item[i], whose
 * vector the query is. */
int answer_similar(const struct answer_plan *, size_t n, float *q,
    const int32_t *item, struct output *o, struct fail *);

/* Warns about suspicious counts. */
void answer_say(const struct answer_plan *, const struct answer_counts *,
    void (*warn)(const char *fmt, ...) PRINTF(1, 2));

#endif
