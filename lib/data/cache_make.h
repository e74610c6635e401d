/*
 * cache_make - writes a cache from the rows in a spill.
 *
 * The module passes over the parts of the spill twice.  The first pass counts
 * items and values, which determines their numbers.  The second pass renumbers
 * the rows and writes them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_MAKE_H
#define DATA_CACHE_MAKE_H

#include "base/base.h"

struct cache_about;
struct spill;

/*
 * a holds what was read: x or s without rows, which are in the spill; the
 * vocabulary, which gets its counts and, if it grows, its order; and the
 * fields, which learn unless they are closed.  If asks is set, the function also
 * finds out whether no label is an item of any context.  The file appears
 * complete or not at all.  Returns -1 if the file cannot be written, if values
 * are invalid, or if memory runs out.
 */
int cache_make(
    struct cache_about *a, const struct spill *, int asks, struct fail *);

#endif
