/*
 * sample - some candidates drawn for each query, to rank its labels among.
 *
 * As many papers do; such a figure is not that of all candidates, nor an
 * estimate of it (Krichene, Rendle 2020).
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SAMPLE_H
#define RANK_SAMPLE_H

#include "base/base.h"

struct sample;

/* draw of n candidates.  NULL without memory. */
struct sample *sample_new(size_t n, size_t draw, uint64_t seed, struct fail *);
void sample_free(struct sample *); /* NULL is fine */

/*
 * Draws for a query, by its number alone, so that neither blocks nor shards
 * matter: without replacement and each with the same chance, of those that are
 * neither among the labels (from 1; 0: none) nor in skip, which is in ascending
 * order.  The draw candidates, from 0, hold until the next call.  NULL: fewer
 * are left, or no memory.
 */
const int32_t *sample_draw(struct sample *, uint64_t query, size_t labels,
    const int32_t *label, size_t skips, const int32_t *skip, struct fail *);

#endif
