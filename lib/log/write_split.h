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
	size_t least;   /* least events of a user */
	size_t context; /* items of a context; 0: the default or, with
                           sequences, no limit */
	int sequences;  /* whole timelines */
	int tutorial;   /* the tutorial's columns, padded and shuffled; with: */
	size_t genres;  /* of a context; 0: the default */
	const char *pad; /* NULL: 0 */
	int header;
	const struct event_fields *fields; /* extra columns */
};

/* The k-th preset of the output. */
struct choice write_split_preset(size_t k);

/* Checks that the plan agrees with the files of the parts, paths [SPLIT_PARTS],
 * and with output, one file for all; each may be NULL.  Returns -1 if it does
 * not; the message names the options of seq-examples. */
int write_split_check(const struct write_split_plan *, const char *const *paths,
    const char *output, struct fail *);

/*
 * Writes part p, an enum split_part, to out[p].  out[SPLIT_VALID] may be NULL;
 * all but out[SPLIT_TRAIN] may be, if the way makes no parts.  Fills s->n, the
 * number of examples or timelines, and s->count; the caller frees s->at and
 * s->part, also after a failure.  list may be NULL.  See log/held_out for
 * timelines split by a way that divides their ends.
 */
int write_split(const struct write_split_plan *, struct timeline *,
    const struct items *list, struct output *const *out, struct split *s,
    struct fail *);

#endif
