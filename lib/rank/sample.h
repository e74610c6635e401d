/*
 * sample - samples candidates for each query; its labels are ranked among
 * these.
 *
 * Many papers evaluate like this.  The result is neither the metric over all
 * candidates nor an estimate of it (Krichene, Rendle 2020).
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SAMPLE_H
#define RANK_SAMPLE_H

#include "base/base.h"

struct sample;

/* Prepares samples of `draw` of n candidates.  Returns NULL if memory runs
 * out. */
struct sample *sample_new(size_t n, size_t draw, uint64_t seed, struct fail *);
void sample_free(struct sample *); /* NULL is allowed */

/*
 * Draws uniformly without replacement, excluding the labels (from 1; 0: none)
 * and skip, which is ascending.  The sample depends on the seed and the number
 * of the query alone, not on blocks or shards.  The drawn candidates, from 0,
 * are valid until the next call.  Returns NULL if too few candidates are left,
 * or memory runs out.
 */
const int32_t *sample_draw(struct sample *, uint64_t query, size_t labels,
    const int32_t *label, size_t skips, const int32_t *skip, struct fail *);

#endif
