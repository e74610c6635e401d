/*
 * item_table - reads the file of items, which has their fields.
 *
 * The file is a TSV with a header and one row for each item.  The items are in
 * the column `item` or, as in the tutorial, movie_id, or else in the first
 * column.  Each field is in the column of its name.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ITEM_TABLE_H
#define DATA_ITEM_TABLE_H

#include "base/base.h"

struct fields;
struct item_values;

/* Counts of a file. */
struct item_table_counts {
	/* Rows left out, because the vocabulary lacks the item. */
	size_t others;
	size_t lacking; /* items of the vocabulary without a row */
	size_t blank;   /* rows without any known value */
};

/*
 * Reads the values of the fields of items from the file path ("-": standard
 * input), for the items of v.  grow: adds all items of the file to v, in their
 * order.  Fields that are not closed learn from the items of v.  Free the
 * result with item_values_free().  Returns NULL if the file is unreadable, a
 * column is missing, an item occurs twice, a value is not a number although its
 * field needs one, or memory runs out.
 */
struct item_values *item_table_read(const char *path, struct fields *,
    struct vocab *v, int grow, struct item_table_counts *, struct fail *);

#endif
