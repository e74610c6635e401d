/*
 * rank - how many candidates score above the one that was wanted.
 *
 * A rank needs no list: it is one more than the number of greater scores.  The
 * wanted candidate, the label, is scored by itself, and by mm.h's word its
 * score has the bits that it has among all candidates; so a rank rests on one
 * arithmetic.
 *
 * Where equals are ordered, as lists are, the label comes after those of them
 * that have a lower place; else it is for metric.h's rules to say.
 *
 * Labels are items, from 1; 0 is an unknown one.  Letters: m queries, d
 * columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RANK_H
#define RANK_RANK_H

#include "base/base.h"

struct score_tiles;
struct exclude;

/* How the label's own score is made. */
typedef float rank_score(size_t d, const float *q, const float *c);

/*
 * The sum of products as TensorFlow's reduce_sum() makes it: every product is
 * rounded, and eight partial sums are added up in pairs at the end.  Its last
 * bits differ from those of the scores of all candidates, as they do in TFRS'
 * FactorizedTopK; where it is the smaller of the two, the label itself counts
 * as a greater score.
 */
float rank_reduce_sum(size_t d, const float *q, const float *c);

/* Queries, and what they should find. */
struct rank_queries {
	size_t m;
	const float *q;             /* [m,d] */
	const int32_t *label;       /* [L] */
	const struct exclude *skip; /* candidates (from 0) that row i leaves
				       out, unless it is a label; or NULL */
	rank_score *own;            /* rank_reduce_sum(); NULL: as all others */
	const uint32_t *place; /* [n] of equals in an order; NULL: in none */
	int blank; /* a row whose scores are all equal knows nothing: its labels
		      are not found, as if they were no candidates */

	/* Where each query's labels begin, and where the last end [m+1]; NULL:
	 * each has one.  L labels in all. */
	const size_t *first;
};

/*
 * For each label sets greater[l] and equal[l]: how many candidates score above
 * and like label[l], itself counted among the equal, of which with place there is
 * no other.  Both are 0 for a label that is unknown or not found.  Of narrowed
 * tiles only the candidates there are counted, and the label itself only there:
 * the counts of all shares add up to those of the whole, but not with blank.
 * -1: see score_tiles_run(), or no memory.
 */
int rank_count(struct score_tiles *, const struct rank_queries *,
    uint64_t *greater, uint64_t *equal, struct fail *);

/* A query, its labels, and the candidates drawn for it. */
struct rank_among_plan {
	const float *q; /* [d] */
	size_t n, m;
	const int32_t *label;  /* [n] */
	const int32_t *drawn;  /* [m] from 0 */
	const uint32_t *place; /* as above */
};

/* The same for the labels [n] of one query, among them and those drawn alone. */
void rank_among(const struct score_tiles *, const struct rank_among_plan *,
    uint64_t *greater, uint64_t *equal);

/*
 * Makes the counts of the n labels of a query differ: of k labels that score
 * alike the i-th, from 0, counts i of them above it and none other like it, so
 * that by every rule for ties they take the k places that the rule gives them
 * together.
 */
void rank_apart(size_t n, uint64_t *greater, uint64_t *equal);

#endif
