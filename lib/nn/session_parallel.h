/*
 * session_parallel - rows that walk through sessions side by side, an event a step.
 *
 * Row i begins with the i-th session that has two events or more.  At each step
 * a row is at an event and is to predict the next.  A row whose session has no
 * more next takes the next session that no row has taken; when there is none,
 * it goes, and those behind it move up.
 *
 * Hidasi, Karatzoglou, Baltrunas, Tikk 2016, section 3.1.1, as its authors'
 * program has it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SESSION_PARALLEL_H
#define NN_SESSION_PARALLEL_H

#include "base/base.h"

struct sequences;

struct session_parallel {
	const struct sequences *of;
	const int32_t *order; /* [of->n] of the sessions */
	size_t next;          /* in order, not taken yet */
	size_t rows;          /* still there */
	size_t least;         /* fewer rows than this are the end */
	size_t *at, *end;     /* [batch] a row's event and its session's end */
	size_t *session;      /* [batch] which session that is */
	int32_t *from;        /* [batch] which row of the last step this was,
				 -1: it begins a session */
};

/* Memory for rows [batch]; order must outlive it.  Freed by session_parallel_free(). */
int session_parallel_alloc(struct session_parallel *, const struct sequences *,
    size_t batch, size_t least, struct fail *);
void session_parallel_free(struct session_parallel *);

/* To the first step of a walk in that order; how many rows there are. */
size_t session_parallel_start(
    struct session_parallel *, const int32_t *order, size_t batch);

/* To the next step; how many rows there are, 0: the walk is over. */
size_t session_parallel_next(struct session_parallel *);

#endif
