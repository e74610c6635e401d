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

/* The answers to a query without context: "none" and "popular". */
struct choice answer_fallback_choice(size_t k);

struct answer_plan {
	size_t top;  /* items of a list */
	int popular; /* queries without context get the most popular items */

	struct candidates *candidates; /* the items to list */

	/* Line by line, when a header announces queries of another model: loads
	 * that model's candidates.  Returns -1 if the candidates are unchanged;
	 * renew() has then reported why. */
	int (*renew)(void);

	/* Set here: candidates, most, key and popular.  Not used by
	 * answer_similar(). */
	const struct queries_plan *queries; /* not for answer_similar() */
	const struct lists_plan *lists;
	struct prometheus_requests *requests; /* counts queries; or NULL */
};

/* Counts of queries. */
struct answer_counts {
	uint64_t nobody; /* with an empty context */
	uint64_t lost;   /* without any known item in their context */
	uint64_t wrong;  /* line by line: with an error */
};

/*
 * Writes the lists for the queries in the npaths files to o.  A failure of o
 * ends the work but is no failure here.  Returns -1 after an error, or if there
 * are no queries.
 */
int answer_queries(const struct answer_plan *, const char *const *paths,
    size_t npaths, struct output *o, struct answer_counts *, struct fail *);

/* Writes the lists for q [n,d]; the list of query i leaves out item[i], the
 * query itself. */
int answer_similar(const struct answer_plan *, size_t n, float *q,
    const int32_t *item, struct output *o, struct fail *);

/* Warns about suspicious counts. */
void answer_say(const struct answer_plan *, const struct answer_counts *,
    void (*warn)(const char *fmt, ...) PRINTF(1, 2));

#endif
