/*
 * grads - the groups' gradients added up, and taken back through what all tiles
 * share: the candidates' lengths, the input table, the first kernel.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_GRADS_H
#define NN_GRADS_H

#include "base/base.h"

struct step;

/* From the groups' sums to the batch's gradient: s->query, and the candidates'
 * and the dense parameters' in the first group. */
void grads_reduce(struct step *s);

#endif
