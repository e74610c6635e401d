/*
 * field_columns - reads the columns of fields with the rows of examples or
 * sequences.
 *
 * A field of events has a list beside the items, with a value for every token,
 * padding included.  When an item is dropped, its value is dropped too.  A
 * field of queries has one value per row, which may be a list with parts.
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

/* fields may be NULL for none.  Returns NULL if memory runs out. */
struct field_columns *field_columns_new(struct fields *, struct fail *);
void field_columns_free(struct field_columns *); /* NULL is allowed */

/* Returns an array for the values of each field, zeroed; NULL if memory runs
 * out. */
struct field_column *field_columns_store(
    const struct fields *, size_t *n, struct fail *);

/* Finds the columns.  missing: columns may be missing.  Otherwise a missing
 * column is an error (-1). */
int field_columns_begin(struct field_columns *, struct tsv *, size_t columns,
    int missing, struct fail *);

/* Reads the values of a row; token_ids_read() then reads its items. */
int field_columns_read(struct field_columns *, struct token_ids *,
    const struct slice *cells, struct fail *);

/* Checks the values after token_ids_read().  Returns -1 if a list has more
 * or fewer values than there are items, or if a value is not a number
 * although its field needs one. */
int field_columns_check(
    struct field_columns *, const struct token_ids *, struct fail *);

/* These functions tell token_ids which lists of values lose a value when the
 * list of items loses a token.  field_columns_with_row() names, in each column
 * of events, the `room` ids from index `at` on; field_columns_with() names the
 * lists of the current row. */
void field_columns_with_row(const struct field_columns *, struct token_ids *,
    const struct field_column *, size_t at, size_t room);
void field_columns_with(const struct field_columns *, struct token_ids *);

/* Returns the values of field k in the current row; NULL if they are
 * missing. */
const int32_t *field_columns_list(const struct field_columns *, size_t k);

#endif
