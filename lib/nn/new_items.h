/*
 * new_items - initial rows for items that the initial model does not know.
 *
 * The initial row of a new item is the mean of the rows of the items that occur
 * before it.  So even without training, the item is close to items that it
 * occurs with.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_NEW_ITEMS_H
#define NN_NEW_ITEMS_H

#include "base/base.h"

struct loader_data;
struct net;
struct vocab;

/* Sets the rows of the items that are in ours but not in theirs, in all tables
 * of items except biases.  An item that is never the label of a context with
 * known items keeps its row.  *n counts the rows set. */
int new_items_begin(struct net *, const struct loader_data *,
    const struct vocab *ours, const struct vocab *theirs, size_t *n,
    struct fail *);

#endif
