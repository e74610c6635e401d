/*
 * blend - the scores that several models give all items, added up.
 *
 *   score(q, j) = sum over models k of w_k scale_k(s_k(q, .))_j
 *
 * Each model scores its own items for its own queries of the same questions, row by
 * row.  An item that a model does not have gets nothing from it, and so do all
 * items from a query that is none or scores all items alike.
 *
 * Letters: V items of the result, m queries of a block.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_BLEND_H
#define RANK_BLEND_H

#include "base/base.h"

struct blend_scale;

struct blend_source {
	/* A model directory; or a vocabulary, whose items the columns of the
	 * queries, then scores, are. */
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
	uint64_t lost;  /* of which no model knew anything */
	size_t foreign; /* items of models that are not among the V */
	size_t alone;   /* items of the V that no model has */
};

/* Writes a row [V] of scores for each query, of NaN where no model knows anything.
 * That o has failed is no failure here, it ends the work.  -1: damaged files, or
 * queries that are not as many of each model. */
int blend_run(const struct blend_plan *, struct output *o,
    struct blend_counts *, struct fail *);

#endif
