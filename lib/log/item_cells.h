/*
 * item_cells - items, ratings and genres as cells of examples.
 *
 * Each text is made once and copied often: an item occurs in about twenty rows.
 * Each is a list element, escaped and followed by a comma, and may be copied in
 * steps of ITEM_CELLS_WIDE bytes.
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
	int known; /* the list of items has it */
};

/* The text of all items of the timeline, by id [I+1], in the arena; list may be
 * NULL.  NULL: no memory. */
struct item_cells *item_cells_make(
    struct arena *, const struct timeline *, const struct items *list);

/* The text of all ratings, by id; that of 0 is 0.0. */
struct slice *item_cells_ratings(struct arena *, const struct timeline *);

/* *out = the list element for s [n], of at most a line's length; -1: no
 * memory. */
int item_cells_element(
    struct arena *, const char *s, size_t n, struct slice *out);

/* *out = the element s repeated n times; -1: no memory. */
int item_cells_repeat(
    struct arena *, const char *s, size_t n, struct slice *out);

#endif
