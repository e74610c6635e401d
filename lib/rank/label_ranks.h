/*
 * label_ranks - where the labels of many examples came among all candidates.
 *
 * Of each example it keeps how many candidates scored above the label and how
 * many like it, 8 bytes: from these come ranks by any rule for ties, and every
 * metric.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_LABEL_RANKS_H
#define RANK_LABEL_RANKS_H

#include "base/base.h"

struct metric;
struct label_ranks;
struct ties;

struct label_ranks *label_ranks_new(struct fail *); /* NULL without memory */
void label_ranks_free(struct label_ranks *);        /* NULL is fine */

/* Adds an example.  equal 0: the label was no candidate.  -1: no memory. */
int label_ranks_add(
    struct label_ranks *, uint64_t greater, uint64_t equal, struct fail *);

size_t label_ranks_count(const struct label_ranks *);

/* How many labels were no candidates. */
size_t label_ranks_unknown(const struct label_ranks *);

/*
 * The ranks of all examples, sorted for metric_value(), an array for the
 * caller to free; *n is how many.  A label that was no candidate has rank
 * INFINITY, or is left out with drop.  NULL without memory.
 */
double *label_ranks_sorted(const struct label_ranks *, const struct ties *,
    int drop, size_t *n, struct fail *);

/*
 * Is a worse than b, example by example, in a metric that is a mean?  Returns
 * the chance of a difference as bad as this one, or worse, if neither were
 * better: a paired randomisation test (Fisher's: each difference d could as
 * well have had the other sign) in its normal approximation,
 *
 *   z = (sum d + c) / sqrt(sum d^2),  p = Phi(z),
 *
 * with c, the least |d| > 0, for continuity.  Of hits this is McNemar's test.
 * 1 if there is no difference.  a and b have as many examples; with drop, those
 * whose label either does not know are left out.
 */
double label_ranks_worse(const struct label_ranks *a,
    const struct label_ranks *b, const struct ties *, int drop,
    const struct metric *, size_t k);

#endif
