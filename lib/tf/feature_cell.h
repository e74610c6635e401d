/*
 * feature_cell - writes a feature as a TSV cell.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_FEATURE_CELL_H
#define TF_FEATURE_CELL_H

#include "base/base.h"

struct buffer;
struct column;
struct feature;

/*
 * Appends the cell of column c to t.  x is the column's feature, or NULL if it
 * is missing; then the cell is the fallback, if the column has one.  Returns -1
 * if a required feature is missing, the feature has another type or length than
 * the column, or memory runs out.
 */
int feature_cell_put(struct buffer *t, const struct column *c,
    const struct feature *x, const struct buffer *fallback, struct fail *);

#endif
