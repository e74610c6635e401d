/*
 * items - the titles, years and genres of items.
 *
 * Reads MovieLens' movies.dat (id::Title (1995)::Genre|Genre), or any file of
 * fields with these three columns or a header that names them.  If | separates
 * the fields, as in MovieLens' u.item, the first two are item and title, and
 * the last 19 are flags for genres.  Text is UTF-8 in memory; titles and genres
 * that are not UTF-8 are read as ISO-8859-1.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_ITEMS_H
#define LOG_ITEMS_H

#include "base/base.h"

struct items_item {
	struct slice title;
	struct slice genres; /* joined by '|'; may be empty */
	int32_t year;        /* the first "(1995)" in the title; 0: none */
};

struct items {
	struct vocab *ids;            /* in file order */
	struct items_item *item;      /* [vocab_size(ids)+1], by id */
	struct vocab *years, *genres; /* in order of first appearance; counts:
                                         number of items */
	struct arena *text;
};

/* Reads a list of items.  Returns -1 for a malformed line or a repeated item,
 * and if memory runs out.  Free the items with items_free(), even after a
 * failure. */
int items_read(struct items *, struct input *in, struct fail *);

/* items_read() of the file called path, "-" for standard input. */
int items_read_file(struct items *, const char *path, struct fail *);

void items_free(struct items *);

/* Writes item, title, year and genres as TSV, the genres joined by '|'.
 * Unknown values are empty.  Returns -1 if memory runs out. */
int items_put(const struct items *, struct output *, int header, struct fail *);

/* Takes the next nonempty genre from *rest, which initially has all genres of
 * an item.  Returns 1, or 0 if no genre is left. */
int items_next_genre(struct slice *rest, struct slice *genre);

#endif
