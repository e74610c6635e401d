/*
 * popularity - the ranking that knows no query: by training count.
 *
 * What a model must beat.  It is a list in an order: of two items counted alike
 * the one that comes first in the vocabulary comes first, so that a label gains
 * nothing by being among many that nobody counted.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_POPULARITY_H
#define RANK_POPULARITY_H

#include "base/base.h"

struct candidates;
struct popularity;

/* Of the candidates, by the counts that their vocabulary has now.  NULL without
 * memory. */
struct popularity *popularity_new(const struct candidates *, struct fail *);
void popularity_free(struct popularity *); /* NULL is fine */

/* Is any count known, that is, more than 0?  Else the next is not for it. */
int popularity_known(const struct popularity *);

/* The places [V+1] of all items, from 0; [0] is not used. */
const uint32_t *popularity_places(const struct popularity *);

/*
 * How many candidates come before the candidate label, and 1, itself; 0 and 0
 * for label -1.  The n candidates of skip are left out, but for the label.
 */
void popularity_rank(const struct popularity *, int32_t label,
    const int32_t *skip, size_t n, uint64_t *greater, uint64_t *equal);

/* Does candidate a come before candidate b? */
int popularity_before(const struct popularity *, int32_t a, int32_t b);

/* The places [n] of all candidates, from 0. */
const uint32_t *popularity_places(const struct popularity *);

/* The candidate in place i, from 0. */
int32_t popularity_at(const struct popularity *, size_t i);

#endif
