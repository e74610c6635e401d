/*
 * cache_make - writes a cache: rows that wait in a spill become those of the file.
 *
 * Twice over the parts: the first time items and values are counted, from which
 * follow their numbers; the second time rows get these and are written.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_MAKE_H
#define DATA_CACHE_MAKE_H

#include "base/base.h"

struct cache_about;
struct spill;

/*
 * a has what was read: x or s without their rows, which are in the spill; the
 * vocabulary, which where it grows gets its order, and in any case its counts; and the
 * fields, which learn if they have not yet.  With `asks` it is found out whether
 * labels are strangers to contexts.  The file is there whole or not at all.  -1: it
 * cannot be written, no memory, no sense in the values.
 */
int cache_make(
    struct cache_about *a, const struct spill *, int asks, struct fail *);

#endif
