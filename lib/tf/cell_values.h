/*
 * cell_values - reads the values in a TSV cell, or guesses their type.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_CELL_VALUES_H
#define TF_CELL_VALUES_H

#include "base/base.h"

struct column;
struct feature;

/*
 * Reads cell as a feature of column c.  The feature points into the arena and
 * the cell.  Its kind is FEATURE_NONE if the cell is \N.  Returns -1 for a
 * wrong value, named in the message, or if memory runs out.
 */
int cell_values_read(struct slice cell, const struct column *c, struct arena *,
    struct feature *, struct fail *);

/* Returns the narrowest kind that can hold both the values of `kind` and those
 * in the cell; \N, \E and \Z do not narrow it. */
int cell_values_guess(struct slice cell, int steps, int kind);

#endif
