/*
 * cleaning - which events of a log stay, before examples are made of it.
 *
 * In this order: events outside of a span of time go; users are cut into sessions
 * where they were idle, and a session is a user from there on; repeats go; and
 * users and items with few events go, again and again until nothing changes, as
 * what one of the two loses the other loses too (a k-core).
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_CLEANING_H
#define LOG_CLEANING_H

#include "base/base.h"

struct timeline; /* log/timeline */

enum cleaning_unique {
	CLEANING_ALL,   /* every event stays */
	CLEANING_FIRST, /* of a user and item the first */
	CLEANING_LAST,  /* the last */
	CLEANING_RUNS,  /* the first of each run of one item */
};

struct choice cleaning_unique_choice(size_t k); /* in that order */

struct cleaning {
	const char *from, *until; /* see log/moment; NULL: no bound; until is
				     not in it */
	double session_gap; /* seconds; more idle ends a session; 0: none */
	enum cleaning_unique unique;
	size_t user_events, item_events; /* the least of each */
	size_t rounds;                   /* 0: until nothing changes */
};

/* Why an event was left out. */
enum cleaning_reason {
	CLEANING_RATING, /* not here, but on reading */
	CLEANING_TIME,
	CLEANING_REPEAT,
	CLEANING_USER,
	CLEANING_ITEM,
	CLEANING_SHORT, /* not here, but by those who write */
	CLEANING_REASONS
};

/* What was left out and what is left; t->read is the sum of all events. */
struct cleaning_counts {
	size_t out[CLEANING_REASONS]; /* events */
	size_t out_users, out_items;  /* of CLEANING_USER, CLEANING_ITEM */
	size_t short_users;
	size_t sessions;             /* that users were cut into; 0: were not */
	size_t events, users, items; /* kept */
};

/* Cleans the timeline, whose users without events stay as numbers; counts of items
 * become those of the events kept.  -1: no times where they are needed, no
 * memory. */
int cleaning_run(const struct cleaning *, struct timeline *,
    struct cleaning_counts *, struct fail *);

/* Counts what is kept, if users of fewer than least events are left out too.  -1
 * without memory. */
int cleaning_count(const struct timeline *, size_t least,
    struct cleaning_counts *, struct fail *);

/* What was left out, by reason, in words that follow "N kept"; nothing if nothing
 * was. */
void cleaning_describe(const struct cleaning_counts *, char *out, size_t size);

#endif
