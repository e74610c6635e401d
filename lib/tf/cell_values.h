/*
 * cell_values - the values in a TSV cell: read as numbers or bytes, or their type
 * guessed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_CELL_VALUES_H
#define TF_CELL_VALUES_H

#include "base/base.h"

struct column;
struct feature;

/*
 * Reads cell as a feature of column c, in the arena and in the cell; its kind
 * is FEATURE_NONE if the cell says that it is absent.  -1 and a message about
 * the value, or memory.
 */
int cell_values_read(struct slice cell, const struct column *c, struct arena *,
    struct feature *, struct fail *);

/* The narrowest kind that holds both what kind holds and the values of the
 * cell, of which \N, \E and \Z tell nothing. */
int cell_values_guess(struct slice cell, int steps, int kind);

#endif
