/*
 * cleaning - removes events from a log before examples are made.
 *
 * The steps, in order: remove events outside a span of time; cut users into
 * sessions where they were idle, so that each session then counts as a user;
 * remove repeats; remove users and items with few events.  The last step
 * repeats until nothing changes, because removing users takes events from items
 * and vice versa (a k-core).
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_CLEANING_H
#define LOG_CLEANING_H

#include "base/base.h"

struct timeline; /* log/timeline */

enum cleaning_unique {
	CLEANING_ALL,   /* keeps every event */
	CLEANING_FIRST, /* keeps a user's first event of each item */
	CLEANING_LAST,  /* keeps the last */
	CLEANING_RUNS,  /* keeps the first event of each run of one item */
};

struct choice cleaning_unique_choice(size_t k); /* in the order of the enum */

struct cleaning {
	const char *from, *until; /* see log/moment; NULL: no bound; until is
                                     exclusive */
	double session_gap; /* seconds; a longer idle time ends a session; 0:
                               users are not cut */
	enum cleaning_unique unique;
	size_t user_events, item_events; /* minimum number of events of a user,
                                            of an item */
	size_t rounds;                   /* 0: until nothing changes */
};

/* Why an event was removed. */
enum cleaning_reason {
	CLEANING_NAMELESS, /* by reading, not by cleaning_run() */
	CLEANING_RATING,   /* by reading */
	CLEANING_TIME,
	CLEANING_REPEAT,
	CLEANING_USER,
	CLEANING_ITEM,
	CLEANING_SHORT, /* by writing, not by cleaning_run() */
	CLEANING_REASONS
};

/* What was removed, and what remains.  The timeline's `read` counts all
 * events. */
struct cleaning_counts {
	size_t out[CLEANING_REASONS]; /* events */
	size_t out_users, out_items;  /* users of CLEANING_USER, items of
                                         CLEANING_ITEM */
	size_t short_users;
	size_t sessions;             /* made from users; 0: users were not
                                        cut */
	size_t events, users, items; /* remaining */
};

/* Cleans the timeline.  Users without events keep their numbers; items' counts
 * become those of the remaining events.  Returns -1 if times are needed but
 * missing, or if memory runs out. */
int cleaning_run(const struct cleaning *, struct timeline *,
    struct cleaning_counts *, struct fail *);

/* Counts the events, users and items that remain if users with fewer than
 * `least` events are removed too.  Returns -1 if memory runs out. */
int cleaning_count(const struct timeline *, size_t least,
    struct cleaning_counts *, struct fail *);

/* Writes the counts of removed events by reason, as text that follows "N kept";
 * "" if nothing was removed. */
void cleaning_describe(const struct cleaning_counts *, char *out, size_t size);

#endif
