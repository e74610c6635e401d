/*
 * item_table - the file of items: what the fields say of each.
 *
 * A TSV with a header: the items stand in the column `item`, or the tutorial's
 * movie_id, or else in the first; the fields in columns of their own names.  Each
 * item has one row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ITEM_TABLE_H
#define DATA_ITEM_TABLE_H

#include "base/base.h"

struct fields;
struct item_values;

/* What a file came to. */
struct item_table_counts {
	size_t others;  /* rows of items that the vocabulary lacks: left out */
	size_t lacking; /* items of the vocabulary that have no row */
	size_t blank;   /* rows in which no field has a value that is known */
};

/*
 * The values that the fields of items have in file path ("-": standard input), by
 * the vocabulary v; grow: v gets all items of the file, in their order.  Fields that
 * are not closed learn from the items of v.  Freed by item_values_free().  NULL: it
 * cannot be read, a column is missing, an item is there twice, a value is no number
 * where one is wanted, or no memory.
 */
struct item_values *item_table_read(const char *path, struct fields *,
    struct vocab *v, int grow, struct item_table_counts *, struct fail *);

#endif
