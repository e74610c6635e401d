/*
 * session_parallel - rows that walk through sessions in parallel, an event a
 * step.
 *
 * Row i begins with the i-th session of at least two events.  At each step a
 * row stands at an event and predicts the next one.  At the end of its session
 * the row takes the next free session.  When no session is free, the row is
 * removed and the rows behind it move up.
 *
 * Hidasi, Karatzoglou, Baltrunas, Tikk 2016, section 3.1.1, as in the authors'
 * program.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SESSION_PARALLEL_H
#define NN_SESSION_PARALLEL_H

#include "base/base.h"

struct sequences;

struct session_parallel {
	const struct sequences *of;
	const int32_t *order; /* [of->n] order of the sessions */
	size_t next;          /* index in order of the first free session */
	size_t rows;          /* rows in use */
	size_t least;         /* the walk ends when fewer rows are left */
	size_t *at, *end;     /* [batch] a row's event, and the end of its
                                 session */
	size_t *session;      /* [batch] a row's session */
	int32_t *from;        /* [batch] number of this row in the last step;
                                 -1: the row begins a session */
};

/* Allocates memory for `batch` rows.  Returns -1 if memory runs out.  Free it
 * with session_parallel_free(). */
int session_parallel_alloc(struct session_parallel *, const struct sequences *,
    size_t batch, size_t least, struct fail *);
void session_parallel_free(struct session_parallel *);

/* Goes to the first step of a walk in that order; returns the number of
 * rows. */
size_t session_parallel_start(
    struct session_parallel *, const int32_t *order, size_t batch);

/* Goes to the next step; returns the number of rows, 0 at the end. */
size_t session_parallel_next(struct session_parallel *);

#endif
