/*
 * item_data - the values of item fields, loaded from a model and stored in it.
 *
 * A model stores the values of item field k, from 0, as tensors.  A number is
 * item_fieldK_number [V+1,1], as the net takes it.  Any other field is
 * item_fieldK_value [1,.], rows of the field's table, and item_fieldK_start
 * [1,V+2], where the values of each item begin.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ITEM_DATA_H
#define NN_ITEM_DATA_H

#include "base/base.h"

struct fields;
struct item_values;

/* Loads the values of a model's items.  Freed by item_values_free().  Returns
 * NULL if a tensor is missing or damaged, or memory runs out. */
struct item_values *item_data_load(
    const struct fields *, struct model *, struct fail *);

/* item_data_load() for the items of another vocabulary than the model's.
 * Values are matched by token; items that the model lacks have no values. */
struct item_values *item_data_take(
    const struct fields *, struct model *, const struct vocab *, struct fail *);

int item_data_save(const struct item_values *, struct model *, struct fail *);

/* Returns a hash of the values. */
uint32_t item_data_fingerprint(const struct item_values *);

#endif
