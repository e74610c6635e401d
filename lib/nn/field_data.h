/*
 * field_data - fields as a net takes them: of data, and from and into a model.
 *
 * A model has the event's field number k, from 0, as the setting event_fieldK, in
 * words; what it learnt as the list event_fieldK.tsv, or the settings
 * event_fieldK_mean and event_fieldK_deviation.  So with query_fieldK and
 * item_fieldK.
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

/* The values beside x or s, whichever there is of both, which were read with these
 * fields, for batches; NULL, or of neither: all are missing.  They must outlive them.
 * NULL without memory.  Freed by field_data_free(). */
struct batch_fields *field_data_new(const struct fields *,
    const struct examples *x, const struct sequences *s, struct fail *);
void field_data_free(struct batch_fields *); /* NULL is fine */

/* Learns from what was read, if that is training, and makes rows of all values;
 * see field_settle(). */
int field_data_settle(struct fields *, const struct vocab *items,
    const struct examples *, const struct sequences *, struct fail *);

/* The fields of a model, which lose their lists to them.  Freed by fields_free()
 * in any case. */
int field_data_load(struct fields *, struct model *, struct fail *);

/* Fields as given become those of the model: -1 if it has others. */
int field_data_take(struct fields *, struct model *, struct fail *);

/* Their settings; and their lists, which m must let go of, by
 * field_data_release(), before model_free(). */
int field_data_save(const struct fields *, struct model *, struct fail *);
int field_data_lists(const struct fields *, struct model *, struct fail *);
void field_data_release(struct model *);

#endif
