/*
 * record_counts - how many records files have, as wc counts lines.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_RECORD_COUNTS_H
#define TF_RECORD_COUNTS_H

#include "base/base.h"

struct selection;

/* Places that were gone past, and bytes of them. */
struct record_holes {
	uint64_t places, bytes;
};

/*
 * Puts a line for each of the n paths, count and path with a tab between, and
 * one of their total; of a single path the count alone.  What is counted is
 * what the selection takes, over all files.  Adds to the holes.
 */
int record_counts_put(const char *const *paths, size_t n, const char *packing,
    int salvage, const struct selection *, struct record_holes *,
    struct output *, struct fail *);

#endif
