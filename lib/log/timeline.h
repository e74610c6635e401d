/*
 * timeline - a log of who took what when, in memory: for every user the items
 * in order of time.
 *
 * Users stand in the order in which they first appear; a user's events are
 * sorted by time, and those of one time stay in the order of the log.
 *
 * Letters: U users, E events kept, F further columns that are carried along.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIMELINE_H
#define LOG_TIMELINE_H

#include "base/base.h"

struct timeline_event {
	int64_t time;   /* whole units, see second; 0: no times */
	int32_t user;   /* from 0 */
	int32_t item;   /* id in items, from 1 */
	int32_t rating; /* id in ratings, from 1; 0 if the log has none */
	uint32_t part;  /* of a unit, as in log/log_time */
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

	struct vocab *
	    *field;     /* [F] the different values of each, as the log has
				 them */
	int32_t *value; /* [E,F] which of these each event has, from 1; 0: the
			 empty one */
	size_t nfields; /* F */

	size_t read;                /* events read, E and those left out */
	int has_ratings, has_times; /* in every input */
	int64_t second;             /* units of time in a second */
};

/* Nobody and nothing, with so many fields; -1 without memory.  Freed by
 * timeline_free() in any case. */
int timeline_init(struct timeline *, size_t nfields, struct fail *);
void timeline_free(struct timeline *);

/* Brings the events, in the order of the log, into that of users and times: fills
 * in nusers and start.  -1 without memory. */
int timeline_group(struct timeline *, struct fail *);

/* Leaves out the events whose keep [E] is 0; how many.  Users stay, also without
 * events. */
size_t timeline_keep(struct timeline *, const unsigned char *keep);

/* Below, at or above 0 as a is before, at or after b. */
static inline int
timeline_compare(const struct timeline_event *a, const struct timeline_event *b)
{
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

#endif
