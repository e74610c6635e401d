/*
 * titles - titles of items, for lists that people read.
 *
 * From fields divided by TAB, by "::" as in MovieLens' movies.dat, or by comma
 * or semicolon, the first of these that the first line has.  Item and title are
 * the columns that a header line names, else the first two.  A title that is
 * not UTF-8 is taken for ISO-8859-1.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_TITLES_H
#define RANK_TITLES_H

#include "base/base.h"

struct titles;

/* The titles of v's items in the file path; other items in it do not matter.
 * NULL on failure. */
struct titles *titles_read(
    const char *path, const struct vocab *v, struct fail *);

void titles_free(struct titles *); /* NULL is fine */

/* An item's title as a cell, UTF-8 and escaped; s is NULL if it has none. */
struct slice titles_find(const struct titles *, int32_t id);

#endif
