/*
 * coverage - how much of the catalogue is ever shown.
 *
 * The share of the candidates that stand among the first K of at least one
 * query's list.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_COVERAGE_H
#define RANK_COVERAGE_H

#include "base/base.h"

struct coverage;
struct topk;

/* Of n candidates.  NULL without memory. */
struct coverage *coverage_new(size_t n, struct fail *);
void coverage_free(struct coverage *); /* NULL is fine */

/* Adds the lists of t's first m queries. */
void coverage_add(struct coverage *, const struct topk *t, size_t m);

/* The share for K = k, which is not more than the lists'. */
double coverage_value(const struct coverage *, size_t k);

#endif
