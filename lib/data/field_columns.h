/*
 * field_columns - the columns of fields, as rows of examples or sequences are read.
 *
 * A field of events has a list beside the items, a value for each of their tokens,
 * pads too; what the items lose it loses as well.  A field of queries has one value a
 * row, or a list that is one.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_FIELD_COLUMNS_H
#define DATA_FIELD_COLUMNS_H

#include "base/base.h"

struct field_column;
struct fields;
struct token_ids;
struct tsv;

struct field_columns;

/* fields NULL: there are none.  NULL without memory. */
struct field_columns *field_columns_new(struct fields *, struct fail *);
void field_columns_free(struct field_columns *); /* NULL is fine */

/* Where values go: an array for each field, zeroed.  NULL: no memory. */
struct field_column *field_columns_store(
    const struct fields *, size_t *n, struct fail *);

/* Finds the columns; missing: they need not be there.  -1: there is none. */
int field_columns_begin(struct field_columns *, struct tsv *, size_t columns,
    int missing, struct fail *);

/* Reads the cells' values, which go with the items that token_ids_read() is to read
 * next. */
int field_columns_read(struct field_columns *, struct token_ids *,
    const struct slice *cells, struct fail *);

/* They have been read: -1 if a list has not as many values, or a value that is to
 * be a number is none. */
int field_columns_check(
    struct field_columns *, const struct token_ids *, struct fail *);

/* What token_ids takes along is row i, from number `at` on and `room` long, of the
 * columns of events; or is the lists of the row being read again. */
void field_columns_with_row(const struct field_columns *, struct token_ids *,
    const struct field_column *, size_t at, size_t room);
void field_columns_with(const struct field_columns *, struct token_ids *);

/* The values of field k in the row read; NULL: they are missing. */
const int32_t *field_columns_list(const struct field_columns *, size_t k);

#endif
