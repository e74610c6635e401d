/*
 * new_items - first rows of items that the model begun from does not know.
 *
 * An item that came after others begins as the mean of their rows, so that it is near
 * what it is taken with before it has been trained.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_NEW_ITEMS_H
#define NN_NEW_ITEMS_H

#include "base/base.h"

struct loader_data;
struct net;
struct vocab;

/* Sets the rows of items of ours that theirs lacks in all tables of items but a
 * bias; one that is the label of no context with known items keeps its row.  *n: how
 * many were set. */
int new_items_begin(struct net *, const struct loader_data *,
    const struct vocab *ours, const struct vocab *theirs, size_t *n,
    struct fail *);

#endif
