/*
 * itemlist - what is known of the items: title, year, genres.
 *
 * Read from MovieLens' movies.dat (id::Title (1995)::Genre|Genre), or from any
 * file of fields with these three columns, or whose header names them.  Text
 * is UTF-8 here; a file that is not is taken as ISO-8859-1.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ITEMLIST_H
#define DATA_ITEMLIST_H

#include "base/base.h"

struct itemlist_item {
	struct slice title;
	struct slice genres; /* joined by '|'; may be empty */
	int32_t year; /* the first "(1995)" in the title, 0 if there is none */
};

struct itemlist {
	struct vocab *ids;            /* in the order of the file */
	struct itemlist_item *item;   /* [vocab_size(ids)+1], by id */
	struct vocab *years, *genres; /* in order of first appearance; counts:
					 how many items have it */
	struct arena *text;
};

/* -1: a line that is wrong, an item that is there twice, no memory.  Freed by
 * itemlist_free() in any case. */
int itemlist_read(struct itemlist *, struct bytein *in, struct fail *);

void itemlist_free(struct itemlist *);

/* Takes the next genre that is not empty off *rest, which begins as an item's
 * genres: 1, or 0 if there is none left. */
int itemlist_next_genre(struct slice *rest, struct slice *genre);

#endif
