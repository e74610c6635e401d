/*
 * topk - the k best candidates of every query, exactly.
 *
 * Higher scores come first; of equal scores the earlier candidate does.  So the
 * result is unique, for any number of threads.
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

/* Prepares lists of k for up to m queries at a time, over the candidates of the
 * tiles, which must outlive the result.  Returns NULL if memory runs out. */
struct topk *topk_new(struct score_tiles *, size_t k, size_t m, struct fail *);

void topk_free(struct topk *); /* NULL is allowed */

/*
 * Makes the lists of q [m,d].  skip has m rows of excluded candidates (from 0),
 * or is NULL.  Returns -1 where score_tiles_run() does.
 */
int topk_run(struct topk *, size_t m, const float *q,
    const struct exclude *skip, struct fail *);

/* Call it after topk_run().  Makes the list of query i, q [d], again, from the
 * n candidates `only`, ascending, without excluded ones. */
void topk_limit(
    struct topk *, size_t i, const float *q, size_t n, const int32_t *only);

/* The requested k. */
size_t topk_most(const struct topk *);

/* Returns the length of the list of query i: k, or less if there are too few
 * candidates. */
size_t topk_length(const struct topk *, size_t i);

/* Returns the candidate at place r, from 0, of the list of query i, and its
 * score. */
size_t topk_at(const struct topk *, size_t i, size_t r, float *score);

#endif
