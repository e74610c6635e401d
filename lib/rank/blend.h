/*
 * blend - the scores of all items, added up over several models.
 *
 *   score(q, j) = sum over models k of w_k scale_k(s_k(q, .))_j
 *
 * Each model scores its own items for its own queries; row i of all files asks
 * the same question.  A model adds nothing to items that it lacks, nor to any
 * item if its query is void or scores all items alike.
 *
 * Letters: V items of the result, m queries of a block.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_BLEND_H
#define RANK_BLEND_H

#include "base/base.h"

struct blend_scale;

struct blend_source {
	/* A model directory; or a vocabulary, if the queries are scores of its
	 * items. */
	const char *model;
	const char *queries; /* a file */
	double weight;       /* finite */
	const struct blend_scale *scale;
};

struct blend_plan {
	const struct blend_source *source; /* [n], n > 0 */
	size_t n;
	const char *vocab; /* the V items, in order; NULL: the first model's */
};

struct blend_counts {
	uint64_t queries;
	uint64_t lost;  /* queries that no model knows */
	size_t foreign; /* items of models that are not among the V */
	size_t alone;   /* items of the V that no model has */
};

/* Writes a row [V] of scores for each query, NaN for a query that no model
 * knows.  If o fails, the function returns early without an error, because
 * output_commit() reports it.  Returns -1 if a file is damaged, or the models
 * have different numbers of queries. */
int blend_run(const struct blend_plan *, struct output *o,
    struct blend_counts *, struct fail *);

#endif
