/*
 * rank - counts the candidates that score above a label.
 *
 * A rank needs no sorted list: it is one more than the number of higher scores.
 * The label is scored separately.  mm.h guarantees that its score has the same
 * bits as among all candidates, so comparing the scores is exact.
 *
 * If an order of equal scores is given (`place`), candidates with a lower place
 * come before the label.  Otherwise the rules in metric.h decide.
 *
 * Labels are items, from 1; 0 is an unknown item.  Letters: m queries, d
 * columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RANK_H
#define RANK_RANK_H

#include "base/base.h"

struct score_tiles;
struct exclude;

/* How the label itself is scored. */
typedef float rank_score(size_t d, const float *q, const float *c);

/*
 * The dot product as TensorFlow's reduce_sum() computes it: every product is
 * rounded, and eight partial sums are added in pairs at the end.  Its last bits
 * differ from those of the other scores, as in TFRS' FactorizedTopK.  If it is
 * smaller, the label's own score among the candidates counts as a higher one.
 */
float rank_reduce_sum(size_t d, const float *q, const float *c);

/* Queries and their labels. */
struct rank_queries {
	size_t m;
	const float *q;             /* [m,d] */
	const int32_t *label;       /* [L] */
	const struct exclude *skip; /* candidates (from 0) excluded from row i,
                                       unless they are labels; or NULL */
	rank_score *own;            /* rank_reduce_sum(); NULL: like all other
                                       scores */
	const uint32_t *place; /* [n] the order of equal scores; NULL: none */
	int blank; /* a row whose scores are all equal is uninformed: its labels
                      count as if they were not candidates */

	/* [m+1] where each query's labels begin, and the end of the last; NULL:
	 * one label each.  L labels in all. */
	const size_t *first;
};

/*
 * For each label, sets greater[l] to the number of candidates that score above
 * label[l], and equal[l] to the number that score the same, including the
 * label.  With place, equal is 1.  Both are 0 for an unknown label.  If the
 * tiles are narrowed, only their candidates count, so the counts of all shares
 * add up to the total (except with blank).  Returns -1 if memory runs out, or
 * where score_tiles_run() does.
 */
int rank_count(struct score_tiles *, const struct rank_queries *,
    uint64_t *greater, uint64_t *equal, struct fail *);

/* A query, its labels, and its sampled candidates. */
struct rank_among_plan {
	const float *q; /* [d] */
	size_t n, m;
	const int32_t *label;  /* [n] */
	const int32_t *drawn;  /* [m] from 0 */
	const uint32_t *place; /* as above */
};

/* rank_count() for the labels [n] of one query, among only these labels and the
 * sampled candidates. */
void rank_among(const struct score_tiles *, const struct rank_among_plan *,
    uint64_t *greater, uint64_t *equal);

/*
 * Separates the n labels of a query.  Of k labels with equal scores, label i,
 * from 0, counts i of them as above it and none as equal. So every rule for
 * ties gives the k labels different ranks.
 */
void rank_apart(size_t n, uint64_t *greater, uint64_t *equal);

#endif
