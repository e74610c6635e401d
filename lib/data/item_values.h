/*
 * item_values - the values of the fields of every item, as rows of the fields'
 * tables.
 *
 * An item has one or more values of a field; their rows are averaged.  An
 * unknown value is row 0.  Item 0, the unknown item, has only unknown values.
 * If a field has numbers instead of a table, item i has number[i].
 *
 * Letters: V items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ITEM_VALUES_H
#define DATA_ITEM_VALUES_H

#include "base/base.h"

struct item_values_field {
	size_t rows;    /* rows of the table without row 0 */
	real *number;   /* [V+1]; NULL: the field has a table */
	int32_t *start; /* [V+2] where the values of each item begin */
	int32_t *value; /* [start[V+1]] rows of the table; if the field has
                           numbers, the only value of item i is i */
};

struct item_values {
	size_t items; /* V */
	/* [V+1] each item's row in the items' tables; NULL: item i has row
	 * i. */
	int32_t *own;
	struct item_values_field *field; /* [n] */
	size_t n;
};

/* Allocates room for these numbers of items and fields, without values.
 * Returns NULL if memory runs out. */
struct item_values *item_values_new(size_t items, size_t fields, struct fail *);
void item_values_free(struct item_values *); /* NULL is allowed */

#endif
