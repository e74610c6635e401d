/*
 * popularity - the ranking by training count, the same for every query.
 *
 * A model must beat this ranking.  Items with equal counts are ordered as in
 * the vocabulary, so that a label gains nothing from ties.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_POPULARITY_H
#define RANK_POPULARITY_H

#include "base/base.h"

struct candidates;
struct popularity;

/* Makes the ranking of the candidates by the present counts of their
 * vocabulary.  Returns NULL if memory runs out. */
struct popularity *popularity_new(const struct candidates *, struct fail *);
void popularity_free(struct popularity *); /* NULL is allowed */

/* Returns 1 if a count is above 0.  If not, do not use the following
 * functions. */
int popularity_known(const struct popularity *);

/* The places [V+1] of all items, from 0; [0] is unused. */
const uint32_t *popularity_places(const struct popularity *);

/*
 * Sets *greater to the number of candidates before candidate `label`, and
 * *equal to 1, for the label itself.  Both are 0 for label -1.  The n
 * candidates of skip do not count, except the label.
 */
void popularity_rank(const struct popularity *, int32_t label,
    const int32_t *skip, size_t n, uint64_t *greater, uint64_t *equal);

/* Returns 1 if candidate a comes before candidate b. */
int popularity_before(const struct popularity *, int32_t a, int32_t b);

/* Returns the places [n] of all candidates, from 0. */
const uint32_t *popularity_places(const struct popularity *);

/* Returns the candidate at place i, from 0. */
int32_t popularity_at(const struct popularity *, size_t i);

#endif
