/*
 * item_values - what the fields of items say of each item: the values it has, as
 * rows of the fields' tables.
 *
 * An item has one value of a field or several, whose rows count as their mean; what
 * is not known is row 0, and row 0 of the items, the unknown one, has that alone.
 * Of a number the value of item i is number[i].
 *
 * Letters: V items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ITEM_VALUES_H
#define DATA_ITEM_VALUES_H

#include "base/base.h"

struct item_values_field {
	size_t rows;    /* of the table, without row 0 */
	real *number;   /* [V+1] NULL: there is a table */
	int32_t *start; /* [V+2] where the values of an item begin */
	int32_t *value; /* [start[V+1]] rows; of numbers i */
};

struct item_values {
	size_t items; /* V */
	int32_t *own; /* [V+1] the rows that the items have of the
				     items' tables; NULL: item i has row i */
	struct item_values_field *field; /* [n] */
	size_t n;
};

/* Of so many items and fields, without a value yet.  NULL without memory. */
struct item_values *item_values_new(size_t items, size_t fields, struct fail *);
void item_values_free(struct item_values *); /* NULL is fine */

#endif
