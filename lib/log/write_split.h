/*
 * write_split - splits the examples or timelines of a log and writes them.
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
	double newest;                      /* see split_newest(); 1: keep
                                               all */
	uint64_t seed;
	size_t least;    /* minimum number of events of a user */
	size_t context;  /* maximum number of items in a context; 0: the default
                            or, with sequences, no limit */
	int sequences;   /* whole timelines */
	int tutorial;    /* the tutorial's columns, padded and shuffled; only
                           then genres and pad are used */
	size_t genres;   /* number of genres of a context; 0: the default */
	const char *pad; /* the padding token; NULL: "0" */
	int header;
	const struct event_fields *fields; /* extra columns */
};

/* Returns the name of the k-th --preset, and its help. */
struct choice write_split_preset(size_t k);

/* Checks that the plan fits the named files: paths [SPLIT_PARTS], a file for
 * each part, or output, one file for everything.  Each may be NULL.  Returns -1
 * if the plan does not fit; the message names the options of seq-examples. */
int write_split_check(const struct write_split_plan *, const char *const *paths,
    const char *output, struct fail *);

/*
 * Writes part p, an enum split_part, to out[p].  out[SPLIT_VALID] may be NULL.
 * If the method makes no parts, only out[SPLIT_TRAIN] is needed.  Fills s->n,
 * the number of examples or timelines, and s->count.  The caller frees s->at
 * and s->part, even after a failure.  list may be NULL.  log/held_out describes
 * the methods that hold out the last events of each user.
 */
int write_split(const struct write_split_plan *, struct timeline *,
    const struct items *list, struct output *const *out, struct split *s,
    struct fail *);

#endif
