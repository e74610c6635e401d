/*
 * session_index - the items of each session, and the sessions of each item.
 *
 * A session is a training sequence.  A repeated item is listed once, with its
 * last place.
 *
 * Letters: N sessions, V items, D different items of all sessions together.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SESSION_INDEX_H
#define LINEAR_SESSION_INDEX_H

#include "base/base.h"

struct session_index {
	size_t n, items;  /* N, V */
	size_t *start;    /* [N+1] session s is [start[s], start[s+1]) */
	int32_t *item;    /* [D] from 0, ascending within a session */
	int32_t *place;   /* [D] its last place in the session, from 1 */
	size_t *first;    /* [V+1] item i is [first[i], first[i+1]) */
	int32_t *session; /* [D] from 0, ascending within an item */
};

/* Makes the index of sequences without unknown items.  Returns -1 if memory
 * runs out.  Free it with session_index_free(), even after a failure. */
int session_index_make(struct session_index *, const struct sequences *,
    size_t items, struct fail *);
void session_index_free(struct session_index *);

/* The number of different items of session s. */
static inline size_t
session_index_size(const struct session_index *x, size_t s)
{
	return x->start[s + 1] - x->start[s];
}

#endif
