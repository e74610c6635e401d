/*
 * write_split - the examples of a log, or its timelines, split and written.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_WRITE_SPLIT_H
#define LOG_WRITE_SPLIT_H

#include "base/base.h"

struct event_fields; /* log/event_fields */
struct items;        /* log/items */
struct split;        /* log/split */
struct split_way;    /* log/split */
struct timeline;     /* log/timeline */

struct write_split_plan {
	const struct split_way *way;
	double train, valid;                /* see struct split_fractions */
	const char *test_from, *valid_from; /* see log/moment; or NULL */
	int known;                          /* see split_known() */
	double newest;                      /* see split_newest(); 1: all */
	uint64_t seed;
	size_t least;   /* events that a user must have */
	size_t context; /* items in a context; 0: the usual number or, with
			   sequences, as many as there are */
	int sequences;  /* whole timelines */
	int tutorial;   /* its columns, padded, and shuffled; for them alone: */
	size_t genres;  /* in a context; 0: the usual number */
	const char *pad; /* NULL: 0 */
	int header;
	const struct event_fields *fields; /* carried along */
};

/* The k-th preset of what is written. */
struct choice write_split_preset(size_t k);

/* Does the plan go together with the files of its parts, paths [SPLIT_PARTS], and
 * with one for all, output?  Each may be NULL.  -1, and a message that names the
 * options of seq-examples, if not. */
int write_split_check(const struct write_split_plan *, const char *const *paths,
    const char *output, struct fail *);

/*
 * Writes the part p of the examples to out[p], by enum split_part; out[] may be
 * NULL for SPLIT_VALID, and is for all but SPLIT_TRAIN where the way makes no
 * parts.  Fills in s: n, what there was to split, and count; at and part are
 * for the caller to free, also after a failure.  list may be NULL.  Timelines
 * split by a way that divides their ends: see log/held_out.
 */
int write_split(const struct write_split_plan *, struct timeline *,
    const struct items *list, struct output *const *out, struct split *s,
    struct fail *);

#endif
