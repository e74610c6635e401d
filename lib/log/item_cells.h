/*
 * item_cells - items, ratings and genres as cells of examples.
 *
 * Each text is made once and copied often, because an item occurs in about
 * twenty rows.  A text is a list element, escaped and followed by a comma.  It
 * may be copied in steps of ITEM_CELLS_WIDE bytes.
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
	struct slice genres; /* all genres, one after another */
	size_t *genre_end;   /* [ngenres] the end of each in genres */
	size_t ngenres;
	int known; /* the list of items has this item */
};

/* Makes the text of all items of the timeline, by id [I+1], in the arena.  list
 * may be NULL.  Returns NULL if memory runs out. */
struct item_cells *item_cells_make(
    struct arena *, const struct timeline *, const struct items *list);

/* Makes the text of all ratings, by id.  Rating 0 becomes 0.0. */
struct slice *item_cells_ratings(struct arena *, const struct timeline *);

/* Sets *out to the list element for s [n], which is at most as long as a line.
 * Returns -1 if memory runs out. */
int item_cells_element(
    struct arena *, const char *s, size_t n, struct slice *out);

/* Sets *out to the element s repeated n times.  Returns -1 if memory runs
 * out. */
int item_cells_repeat(
    struct arena *, const char *s, size_t n, struct slice *out);

#endif
