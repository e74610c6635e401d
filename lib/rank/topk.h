/*
 * topk - the k best candidates of every query, exactly.
 *
 * Higher scores come first, and of equal scores the earlier candidate, so that
 * there is one right answer, whatever the threads.
 *
 * Letters: m queries, n candidates of the tiles, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_TOPK_H
#define RANK_TOPK_H

#include "base/base.h"

struct score_tiles;
struct exclude;
struct topk;

/* Lists of k for up to m queries at a time over the candidates of a scan,
 * which must outlive it.  NULL without memory. */
struct topk *topk_new(struct score_tiles *, size_t k, size_t m, struct fail *);

void topk_free(struct topk *); /* NULL is fine */

/*
 * Makes the lists of q [m,d].  skip, which may be NULL, has m rows: the
 * candidates (from 0) that each query leaves out.  -1: see score_tiles_run().
 */
int topk_run(struct topk *, size_t m, const float *q,
    const struct exclude *skip, struct fail *);

/* After that: the list of query i, q [d], is made of the n candidates only,
 * ascending, but for those that it leaves out. */
void topk_limit(
    struct topk *, size_t i, const float *q, size_t n, const int32_t *only);

/* The k of all lists. */
size_t topk_most(const struct topk *);

/* How long the list of query i is: k, or less if there are fewer. */
size_t topk_length(const struct topk *, size_t i);

/* Place r, from 0, of the list of query i: the candidate and its score. */
size_t topk_at(const struct topk *, size_t i, size_t r, float *score);

#endif
