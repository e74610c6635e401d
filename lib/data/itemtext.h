/*
 * itemtext - items, ratings and genres as rows of examples show them.
 *
 * Written once, copied often: an item stands in about twenty rows.  Every text
 * is a list's element, escaped, with a comma after it, and may be copied by
 * ITEMTEXT_WIDE bytes at once.
 *
 * Letters: I items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ITEMTEXT_H
#define DATA_ITEMTEXT_H

#include "base/base.h"

#define ITEMTEXT_WIDE 16

struct arena;
struct itemlist; /* data/itemlist */
struct timeline; /* data/timeline */

struct itemtext {
	struct slice id, year;
	struct slice genres; /* one after the other */
	size_t *genre_end;   /* [ngenres] where in genres each ends */
	size_t ngenres;
	int known; /* is in the list of items */
};

/* The text of all items of the timeline, by id [I+1]; list may be NULL.  It is
 * in the arena; NULL: no memory. */
struct itemtext *itemtext_make(
    struct arena *, const struct timeline *, const struct itemlist *list);

/* The text of all its ratings, by id; that of 0 is 0.0. */
struct slice *itemtext_ratings(struct arena *, const struct timeline *);

/* *out = the element s, n times; -1: no memory. */
int itemtext_repeat(struct arena *, const char *s, size_t n, struct slice *out);

#endif
