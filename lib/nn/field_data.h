/*
 * field_data - converts fields to the form that a net takes, and loads and
 * saves the fields of models.
 *
 * A model stores field k of events, from 0, as the setting event_fieldK, in
 * words.  The values that the field learned are the list event_fieldK.tsv, or
 * the settings event_fieldK_mean and event_fieldK_deviation.  Fields of queries
 * and items are stored likewise as query_fieldK and item_fieldK.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FIELD_DATA_H
#define NN_FIELD_DATA_H

#include "base/base.h"

struct batch_fields;
struct examples;
struct fields;
struct model;
struct sequences;

/* Makes the form for batches from the field values of x or s, whichever is
 * given; if both are NULL, all values are missing.  The data must have been
 * read with these fields and must outlive the result.  Returns NULL if memory
 * runs out.  Free the result with field_data_free(). */
struct batch_fields *field_data_new(const struct fields *,
    const struct examples *x, const struct sequences *s, struct fail *);
void field_data_free(struct batch_fields *); /* NULL is allowed */

/* Turns all values into table rows; in training, first learns the fields' lists
 * or statistics from the data.  See field_settle(). */
int field_data_settle(struct fields *, const struct vocab *items,
    const struct examples *, const struct sequences *, struct fail *);

/* Loads the fields of a model; the model's lists move into them.  Free it with
 * fields_free(), even after a failure. */
int field_data_load(struct fields *, struct model *, struct fail *);

/* Replaces the fields given on the command line with the model's own.  Returns
 * -1 if the two differ. */
int field_data_take(struct fields *, struct model *, struct fail *);

/* field_data_save() stores the settings of fields in the model m, and
 * field_data_lists() their lists.  The lists still belong to the fields: call
 * field_data_release() before model_free(). */
int field_data_save(const struct fields *, struct model *, struct fail *);
int field_data_lists(const struct fields *, struct model *, struct fail *);
void field_data_release(struct model *);

#endif
