/*
 * encode_items - vectors for the items of a file, by their fields: as they are
 * scored, whether training had them or not.
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
	struct output *out; /* gets a row an item, in the order of the file, */
	const struct embedding_format *format; /* in this format; */
	int header;                            /* a TSV gets its header line */
	const char *vocab; /* and this file the items, and how often each was a
			      label, before the rows are whole; or NULL */

	size_t items, known; /* how many there were, and were in training */
	size_t blank;        /* and how many have no field that is known */
};

/* Items that the model m has keep their own rows, others have row 0; fields are
 * those of the file.  The net is for nothing else afterwards.  -1: the model knows
 * no fields of items, as item_table_read(), or no memory. */
int encode_items(struct encode_items *, struct net *, struct fields *,
    const struct model *m, struct fail *);

/* Says what the file came to. */
void encode_items_say(
    const struct encode_items *, void (*say)(int warning, const char *words));

#endif
