/*
 * item_data - the values of items' fields, from and into a model.
 *
 * A model has the values of field k, from 0, of items as tensors: of a number
 * item_fieldK_number [V+1,1], as the net takes them; else item_fieldK_value [1,.],
 * rows of the field's table, and item_fieldK_start [1,V+2], where those of an item
 * begin.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ITEM_DATA_H
#define NN_ITEM_DATA_H

#include "base/base.h"

struct fields;
struct item_values;

/* The values that a model's items have of its fields.  Freed by item_values_free().
 * NULL: a tensor is missing or damaged, or no memory. */
struct item_values *item_data_load(
    const struct fields *, struct model *, struct fail *);

/* Those of a model whose vocabulary, theirs, may be another: values go by token, and
 * items that it does not know have none. */
struct item_values *item_data_take(
    const struct fields *, struct model *, const struct vocab *, struct fail *);

int item_data_save(const struct item_values *, struct model *, struct fail *);

/* One number that tells other values apart. */
uint32_t item_data_fingerprint(const struct item_values *);

#endif
