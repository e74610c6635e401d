/*
 * parts - the examples of a log, or its timelines, split and written.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_PARTS_H
#define DATA_PARTS_H

#include "base/base.h"

struct itemlist;  /* data/itemlist */
struct split;     /* data/split */
struct split_way; /* data/split */
struct timeline;  /* data/timeline */

struct parts_plan {
	const struct split_way *way;
	double train, valid; /* see struct split_fractions */
	uint64_t seed;
	size_t least;   /* events that a user must have */
	size_t context; /* items in a context; 0: the usual number or, with
			   sequences, as many as there are */
	size_t genres;
	const char *pad;
	int sequences; /* whole timelines */
	int header;
};

/*
 * Writes the part p of the examples to out[p], by enum split_part; out[] may be
 * NULL for SPLIT_VALID, and is for all but SPLIT_TRAIN where the way makes no
 * parts.  Fills in s: n, what there was to split, and count; at and part are
 * for the caller to free, also after a failure.  list may be NULL.  Timelines
 * split by a way that divides their ends: see windows_put_held_out().
 */
int parts_put(const struct parts_plan *, const struct timeline *,
    const struct itemlist *list, struct outf *const *out, struct split *s,
    struct fail *);

#endif
