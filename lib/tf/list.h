/*
 * list - the values in a TSV cell: read as numbers or bytes, or their type
 * guessed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_LIST_H
#define TF_LIST_H

#include "base/base.h"

struct column;
struct feature;

/*
 * Reads cell as a feature of column c, in the arena and in the cell; its kind
 * is FEATURE_NONE if the cell says that it is absent.  -1 and a message about
 * the value, or memory.
 */
int list_read(struct slice cell, const struct column *c, struct arena *,
    struct feature *, struct fail *);

/* The narrowest kind that holds both what kind holds and the values of the
 * cell, of which \N, \E and \Z tell nothing. */
int list_guess(struct slice cell, int steps, int kind);

#endif
