/*
 * popularity - the ranking by training count, the same for every query.
 *
 * A model must beat this ranking.  Items with equal counts are ordered as in
 * the vocabulary, so that a label gains nothing by sharing its count with many.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_POPULARITY_H
#define RANK_POPULARITY_H

#include "base/base.h"

struct candidates;
struct popularity;

/* The ranking of the candidates, by their vocabulary's present counts.  Returns
 * NULL if memory runs out. */
struct popularity *popularity_new(const struct candidates *, struct fail *);
void popularity_free(struct popularity *); /* NULL is fine */

/* Is any count above 0?  If not, do not use the following functions. */
int popularity_known(const struct popularity *);

/* The places [V+1] of all items, from 0; [0] is unused. */
const uint32_t *popularity_places(const struct popularity *);

/*
 * *greater: how many candidates come before candidate `label`; *equal: 1, the
 * label itself.  Both are 0 for label -1.  The n candidates of skip do not
 * count, except the label.
 */
void popularity_rank(const struct popularity *, int32_t label,
    const int32_t *skip, size_t n, uint64_t *greater, uint64_t *equal);

/* Does candidate a come before candidate b? */
int popularity_before(const struct popularity *, int32_t a, int32_t b);

/* The places [n] of all candidates, from 0. */
const uint32_t *popularity_places(const struct popularity *);

/* The candidate at place i, from 0. */
int32_t popularity_at(const struct popularity *, size_t i);

#endif
