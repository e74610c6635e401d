/*
 * evaluate_pass - one pass over all queries: ranks of labels, and coverage.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_EVALUATE_PASS_H
#define RANK_EVALUATE_PASS_H

#include "base/base.h"

struct candidates;
struct coverage;
struct queries_plan;
struct results;

struct evaluate_pass_plan {
	const struct candidates *candidates;
	const struct queries_plan *queries; /* without candidates and most */
	struct coverage *coverage;          /* NULL: no lists are computed */
	size_t longest;                     /* the longest list needed */
	const uint32_t *place; /* [n] the order of candidates with equal scores;
                                  NULL: none */
	int reduce_sum;        /* labels are scored with rank_reduce_sum() */
	int share;             /* count only a share of the candidates */

	/* For each query, ranks among this many sampled candidates; 0: among
	 * all. */
	size_t sampled;
	uint64_t seed;
};

/* Counts of the pass. */
struct evaluate_pass_counts {
	uint64_t queries;
	size_t seen;  /* labels that --exclude would have removed */
	size_t known; /* queries whose first label is a candidate */
	size_t flat;  /* queries that score all candidates alike */
	size_t blank; /* of these, queries that count as uninformed: misses */
	size_t lost;  /* queries without a known item: misses */
};

/* Adds the queries in the npaths files to the results, and their lists to the
 * coverage.  Returns -1 where evaluate() does. */
int evaluate_pass(const struct evaluate_pass_plan *, const char *const *paths,
    size_t npaths, struct results *, struct evaluate_pass_counts *,
    struct fail *);

#endif
