/*
 * evaluate_pass - one pass over all queries: where their labels come, and what
 * is listed.
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
	const struct queries_plan *queries; /* but candidates and most */
	struct coverage *coverage;          /* NULL: no lists are made */
	size_t longest;                     /* of the lists */
	const uint32_t *place; /* [n] the order of equals; NULL: none */
	int reduce_sum;        /* labels are scored by rank_reduce_sum() */
	int share;             /* only a share of the candidates is counted */

	/* Rank among so many candidates, drawn for each query; 0: all. */
	size_t sampled;
	uint64_t seed;
};

/* What there was. */
struct evaluate_pass_counts {
	uint64_t queries;
	size_t seen;  /* labels that would have been left out */
	size_t known; /* queries whose first label is a candidate */
	size_t flat;  /* those to which all candidates score alike, */
	size_t blank; /* and that so know nothing: misses */
	size_t lost;  /* those that are none: misses */
};

/* Adds the queries in the npaths files to the results, and their lists to the
 * coverage.  -1: see evaluate(). */
int evaluate_pass(const struct evaluate_pass_plan *, const char *const *paths,
    size_t npaths, struct results *, struct evaluate_pass_counts *,
    struct fail *);

#endif
