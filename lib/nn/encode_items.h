/*
 * encode_items - vectors for the items of a file, computed from their fields,
 * for items seen in training and new ones alike.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ENCODE_ITEMS_H
#define NN_ENCODE_ITEMS_H

#include "base/base.h"

struct embedding_format;
struct fields;
struct net;

struct encode_items {
	const char *path;   /* the file, see data/item_table.h */
	struct output *out; /* receives a row for each item, in file order */
	const struct embedding_format *format; /* the format of the rows */
	int header;                            /* a TSV begins with its header
                                                  line */
	const char *vocab; /* receives the items and their label counts before
                              the rows are complete; or NULL */

	size_t items, known; /* items in the file; how many of them were seen in
                                training */
	size_t blank;        /* items without any known field value */
};

/* Writes the rows.  Items of the model m use their own rows in the tables; new
 * items use row 0.  fields are the item fields, with the columns of the file.
 * The net cannot be used for anything else afterwards.  Returns -1 if the model
 * has no item fields, item_table_read() fails, or memory runs out. */
int encode_items(struct encode_items *, struct net *, struct fields *,
    const struct model *m, struct fail *);

/* Reports the counts. */
void encode_items_say(
    const struct encode_items *, void (*say)(int warning, const char *words));

#endif
