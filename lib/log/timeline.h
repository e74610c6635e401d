/*
 * timeline - a log of users' events, in memory: for every user the items in
 * order of time.
 *
 * Users are in order of first appearance.  A user's events are sorted by time;
 * those at the same time keep the order of the log.
 *
 * Letters: U users, E events kept, F extra columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIMELINE_H
#define LOG_TIMELINE_H

#include "base/base.h"

struct timeline_event {
	int64_t time;   /* whole units, see `second`; 0: no times */
	int32_t user;   /* from 0 */
	int32_t item;   /* id in items, from 1 */
	int32_t rating; /* id in ratings, from 1; 0: no ratings */
	uint32_t part;  /* of a unit, as in log/log_time */
};

struct timeline {
	struct vocab *users;           /* user u has id u + 1 */
	struct vocab *items;           /* the count of an item is the number of
                                          its events */
	struct timeline_event *events; /* [E] user by user */
	size_t n;                      /* E */
	size_t nusers;                 /* U */
	size_t *start; /* [U+1] events of user u begin at start[u] */

	struct vocab *ratings; /* the different ratings, verbatim */
	double *rating;        /* [their number + 1] their values */

	struct vocab **field; /* [F] the different values of each, verbatim */
	int32_t *value;       /* [E,F] value of each event, from 1; 0: empty */
	size_t nfields;       /* F */

	size_t read;                /* events read, kept or removed */
	size_t nameless;            /* events read without a user or an item */
	int has_ratings, has_times; /* whether every input has them */
	int64_t second;             /* units of time per second */
	int dates;                  /* times were dates, and are in seconds
                                       since 1970 */
};

/* Makes an empty timeline with nfields fields.  Returns -1 if memory runs out.
 * Free it with timeline_free(), even after a failure. */
int timeline_init(struct timeline *, size_t nfields, struct fail *);

/* Returns the number of the user called name, and adds a new user; -1 if memory
 * runs out.  Tries the user of the last event first, because many logs are
 * sorted by user. */
int32_t timeline_user(struct timeline *, struct slice name, struct fail *);
void timeline_free(struct timeline *);

/* Sorts the events by user and time, and fills nusers and start.  Returns -1 if
 * memory runs out. */
int timeline_group(struct timeline *, struct fail *);

/* Removes the events whose keep [E] is 0, and returns their number.  Users
 * stay, even without events. */
size_t timeline_keep(struct timeline *, const unsigned char *keep);

/* Returns a number below 0, 0 or above 0 as a is before, at or after b. */
static inline int
timeline_compare(const struct timeline_event *a, const struct timeline_event *b)
{
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

#endif
