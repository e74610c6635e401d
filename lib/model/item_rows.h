/*
 * item_rows - the embeddings of a model's items, in any format of rows.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_ITEM_ROWS_H
#define MODEL_ITEM_ROWS_H

#include "base/base.h"

struct embedding_format;

/* Writes a row an item, without row 0, the unknown one, and what the format has
 * before them; header: a TSV gets its header line.  -1: the model has no items
 * that are vectors, or they are damaged. */
int item_rows_put(struct output *, const struct embedding_format *, int header,
    struct model *, struct fail *);

#endif
