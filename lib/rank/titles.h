/*
 * titles - the titles of items, for people.
 *
 * Fields are separated by TAB, by "::" as in MovieLens' movies.dat, or by comma
 * or semicolon: the first of these that occurs in the first line.  A header
 * names the columns of item and title; without a header they are the first two.
 * A title that is not UTF-8 is read as ISO-8859-1.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_TITLES_H
#define RANK_TITLES_H

#include "base/base.h"

struct titles;

/* Reads the titles of v's items from the file path; other items are ignored.
 * Returns NULL on failure. */
struct titles *titles_read(
    const char *path, const struct vocab *v, struct fail *);

void titles_free(struct titles *); /* NULL is allowed */

/* Returns the title of an item as a cell, in UTF-8 and escaped; s NULL:
 * none. */
struct slice titles_find(const struct titles *, int32_t id);

#endif
