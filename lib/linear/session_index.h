/*
 * session_index - which items a session has, and which sessions an item.
 *
 * A session is a sequence of training.  Items that it has several times stand here
 * once, with the last place that they had.
 *
 * Letters: N sessions, V items, D different items of all sessions together.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SESSION_INDEX_H
#define LINEAR_SESSION_INDEX_H

#include "base/base.h"

struct session_index {
	size_t n, items;  /* N, V */
	size_t *start;    /* [N+1] of session s: [start[s], start[s+1]) */
	int32_t *item;    /* [D] from 0, ascending in a session */
	int32_t *place;   /* [D] its last place in the session, from 1 */
	size_t *first;    /* [V+1] of item i: [first[i], first[i+1]) */
	int32_t *session; /* [D] from 0, ascending for an item */
};

/* Of sequences without unknown items; v items.  -1 without memory.  Freed by
 * session_index_free() in any case. */
int session_index_make(struct session_index *, const struct sequences *,
    size_t items, struct fail *);
void session_index_free(struct session_index *);

/* How many different items session s has. */
static inline size_t
session_index_size(const struct session_index *x, size_t s)
{
	return x->start[s + 1] - x->start[s];
}

#endif
