/*
 * mm - products of a tile of queries with many candidates, at machine speed.
 *
 * The candidates c [n,d] are packed once, in panels whose rows stand side by
 * side, and then serve many tiles.  Every score is the chain
 *
 *   s = fma(q[d-1], c[d-1], ... fma(q[1], c[1], q[0] * c[0]))
 *
 * in the order of the columns, whatever the tile, the panel or the width of the
 * machine's vectors: a score depends on its two rows alone, so that equal
 * items have equal scores and mm_score() gives the very bits that mm_scores()
 * does.  (A processor without FMA rounds twice a link; it agrees with itself.)
 *
 * Letters: m queries of a tile, n candidates, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_MM_H
#define MATH_MM_H

#include "base/base.h"

#define MM_PANEL 32 /* candidates in a panel */

/* How many numbers c [n,d] takes when packed: d times n rounded up to a whole
 * number of panels.  Panels are independent: candidate i stands in panel i /
 * MM_PANEL, which starts at number i / MM_PANEL * MM_PANEL * d. */
size_t mm_packed(size_t n, size_t d);

/* packed [mm_packed(n,d)] from c [n,d]; the last panel is filled with zeros. */
void mm_pack(size_t n, size_t d, const real *c, real *packed);

/*
 * s [m,n] = q [m,d] c'.  lds >= n rounded up to a whole number of panels: the
 * columns past n are written too, with the zeros' scores.
 */
void mm_scores(size_t m, size_t n, size_t d, const real *q, const real *packed,
    real *s, size_t lds);

/* The score of one pair, the same bits. */
real mm_score(size_t d, const real *q, const real *c);

#endif
