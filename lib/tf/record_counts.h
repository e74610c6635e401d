/*
 * record_counts - counts the records of files, as wc counts lines.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_RECORD_COUNTS_H
#define TF_RECORD_COUNTS_H

#include "base/base.h"

struct selection;

/* The damaged places that were skipped, and their bytes. */
struct record_holes {
	uint64_t places, bytes;
};

/*
 * Writes a line "count TAB path" for each of the n paths and a line with the
 * total; for a single path only the count.  Counts the records that the
 * selection takes over all files.  Adds skipped places to holes.
 */
int record_counts_put(const char *const *paths, size_t n, const char *packing,
    int salvage, const struct selection *, struct record_holes *,
    struct output *, struct fail *);

#endif
