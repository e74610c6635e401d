/*
 * timeline - a log of who took what when, in memory: for every user the items
 * in order of time.
 *
 * Users stand in the order in which they first appear; a user's events are
 * sorted by time, and those of one time stay in the order of the log.
 *
 * Letters: U users, E events kept.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIMELINE_H
#define LOG_TIMELINE_H

#include "base/base.h"

struct timeline_event {
	int64_t time;   /* in the log's own unit, dates in us; 0: no times */
	int32_t user;   /* from 0 */
	int32_t item;   /* id in items, from 1 */
	int32_t rating; /* id in ratings, from 1; 0 if the log has none */
};

struct timeline {
	struct vocab *users;           /* user u has id u + 1 */
	struct vocab *items;           /* counts: how many of the E events */
	struct timeline_event *events; /* [E] user after user */
	size_t n;                      /* E */
	size_t nusers;                 /* U */
	size_t *start; /* [U+1] user u's events begin at start[u] */

	struct vocab *ratings; /* the different ratings, as the log has them */
	double *rating;        /* [their number + 1] and what they are */
	size_t read;           /* events read, E and those rated too low */
	int has_ratings, has_times; /* in every input */
};

enum timeline_header {
	TIMELINE_DETECT, /* by the names in the first line: a user, an item */
	TIMELINE_HEADER,
	TIMELINE_NO_HEADER,
};

struct choice timeline_header_choice(size_t k); /* in that order */

struct timeline_log {
	const char *separator; /* NULL: see fields */
	const char *columns;   /* see roles; NULL: as the header says, else
				  user, item[, rating, time] */
	enum timeline_header header;
	double min_rating; /* lower ones are left out; NAN: keep all */
};

/* Reads all of in.  -1: a line that is wrong, columns that cannot be told, no
 * memory.  Freed by timeline_free() in any case. */
int timeline_read(struct timeline *, struct input *in,
    const struct timeline_log *, struct fail *);

void timeline_free(struct timeline *);

#endif
