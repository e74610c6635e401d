/*
 * item_cells - items, ratings and genres as rows of examples show them.
 *
 * Written once, copied often: an item stands in about twenty rows.  Every text
 * is a list's element, escaped, with a comma after it, and may be copied by
 * ITEM_CELLS_WIDE bytes at once.
 *
 * Letters: I items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_ITEM_CELLS_H
#define LOG_ITEM_CELLS_H

#include "base/base.h"

#define ITEM_CELLS_WIDE 16

struct arena;
struct items;    /* log/items */
struct timeline; /* log/timeline */

struct item_cells {
	struct slice id, year;
	struct slice genres; /* one after the other */
	size_t *genre_end;   /* [ngenres] where in genres each ends */
	size_t ngenres;
	int known; /* is in the list of items */
};

/* The text of all items of the timeline, by id [I+1]; list may be NULL.  It is
 * in the arena; NULL: no memory. */
struct item_cells *item_cells_make(
    struct arena *, const struct timeline *, const struct items *list);

/* The text of all its ratings, by id; that of 0 is 0.0. */
struct slice *item_cells_ratings(struct arena *, const struct timeline *);

/* *out = the element that s [n] is, of at most a line's length; -1: no memory. */
int item_cells_element(
    struct arena *, const char *s, size_t n, struct slice *out);

/* *out = the element s, n times; -1: no memory. */
int item_cells_repeat(
    struct arena *, const char *s, size_t n, struct slice *out);

#endif
