/*
 * item_rows - the embeddings of a model's items, in any format of rows.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_ITEM_ROWS_H
#define MODEL_ITEM_ROWS_H

#include "base/base.h"

struct embedding_format;

/* Writes the header that the format requires, and a row for each item except
 * row 0, the unknown item.  header: a TSV gets its header line.  Returns -1 if
 * the model has no item vectors, or they are damaged. */
int item_rows_put(struct output *, const struct embedding_format *, int header,
    struct model *, struct fail *);

#endif
