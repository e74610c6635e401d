/*
 * popular - the ranking that knows no query: by training count.
 *
 * What a model must beat.  It is a list in an order: of two items counted alike
 * the one that comes first in the vocabulary comes first, so that a label gains
 * nothing by being among many that nobody counted.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_POPULAR_H
#define RANK_POPULAR_H

#include "base/base.h"

struct popular;

/* Of the counts that v has now.  NULL without memory. */
struct popular *popular_new(const struct vocab *v, struct fail *);
void popular_free(struct popular *); /* NULL is fine */

/* Is any count known, that is, more than 0?  Else the next is not for it. */
int popular_known(const struct popular *);

/*
 * How many items come before label, and 1, itself; 0 and 0 for label 0.  The n
 * items (from 0) of skip are left out, but for the label.
 */
void popular_place(const struct popular *, int32_t label, const int32_t *skip,
    size_t n, uint64_t *greater, uint64_t *equal);

#endif
