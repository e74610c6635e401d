/*
 * example_fields - the columns of fields, as a row of examples is read.
 *
 * A column has a list beside the context, a value for each of its tokens, pads
 * too; what the context loses it loses as well.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_EXAMPLE_FIELDS_H
#define DATA_EXAMPLE_FIELDS_H

#include "base/base.h"

struct fields;
struct token_ids;
struct tsv;

struct example_fields;

/* fields NULL: there are none.  NULL without memory. */
struct example_fields *example_fields_new(struct fields *, struct fail *);
void example_fields_free(struct example_fields *); /* NULL is fine */

/* Finds the columns; missing: they need not be there.  -1: there is none. */
int example_fields_begin(struct example_fields *, struct tsv *, size_t columns,
    int missing, struct fail *);

/* Reads the lists in cells, which go with the context that token_ids_read() is
 * to read next. */
int example_fields_read(struct example_fields *, struct token_ids *,
    const struct slice *cells, struct fail *);

/* That has been read: -1 if a list has not as many values, or a value that is to
 * be a number is none. */
int example_fields_check(
    struct example_fields *, const struct token_ids *, struct fail *);

/* What token_ids takes along is row i of field [fields] [.,stride]; or is the lists
 * of the row being read again. */
void example_fields_with_row(const struct example_fields *, struct token_ids *,
    int32_t *const *field, size_t stride, size_t i);
void example_fields_with(const struct example_fields *, struct token_ids *);

/* The list of field k; NULL: its values are missing. */
const int32_t *example_fields_list(const struct example_fields *, size_t k);

#endif
