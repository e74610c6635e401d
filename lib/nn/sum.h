/*
 * sum - the groups' gradients added up, and taken back through what all tiles
 * share: the candidates' lengths, the input table, the first kernel.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SUM_H
#define NN_SUM_H

#include "base/base.h"

struct step;

/* From the groups' sums to the batch's gradient: s->query, and the candidates'
 * and the dense parameters' in the first group. */
void sum_groups(struct step *s);

#endif
