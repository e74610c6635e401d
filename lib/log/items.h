/*
 * items - what is known of the items: title, year, genres.
 *
 * Read from MovieLens' movies.dat (id::Title (1995)::Genre|Genre), or from any
 * file of fields with these three columns, or whose header names them; of fields
 * divided by |, as in MovieLens' u.item, the first two are item and title, and the
 * last 19 say which genres it has.  Text
 * is UTF-8 here; a title that is not is taken for ISO-8859-1, and so are genres.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_ITEMS_H
#define LOG_ITEMS_H

#include "base/base.h"

struct items_item {
	struct slice title;
	struct slice genres; /* joined by '|'; may be empty */
	int32_t year; /* the first "(1995)" in the title, 0 if there is none */
};

struct items {
	struct vocab *ids;            /* in the order of the file */
	struct items_item *item;      /* [vocab_size(ids)+1], by id */
	struct vocab *years, *genres; /* in order of first appearance; counts:
					 how many items have it */
	struct arena *text;
};

/* -1: a line that is wrong, an item that is there twice, no memory.  Freed by
 * items_free() in any case. */
int items_read(struct items *, struct input *in, struct fail *);

void items_free(struct items *);

/* Writes item, title, year and genres, joined by '|', as TSV; what is not known is
 * empty.  -1: no memory. */
int items_put(const struct items *, struct output *, int header, struct fail *);

/* Takes the next genre that is not empty off *rest, which begins as an item's
 * genres: 1, or 0 if there is none left. */
int items_next_genre(struct slice *rest, struct slice *genre);

#endif
