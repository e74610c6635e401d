/*
 * scorer - answers of models without a network: a query's items to a score for
 * every item, or to a vector.
 *
 * Which scorer answers, the model says in its setting "scorer".  Items of a query
 * are oldest first, without those that training did not know; there may be none.
 *
 * Letters: V items, D columns of an answer, L items of a query.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SCORER_H
#define LINEAR_SCORER_H

#include "base/base.h"

struct scorer_kind {
	const char *name;
	int vector; /* is the answer a vector, instead of scores? */

	/* What answering needs, from the model, which must outlive it; NULL. */
	void *(*open)(struct model *, struct fail *);
	void (*close)(void *); /* NULL is fine */

	/* What a thread needs beside, zeroed; NULL: nothing. */
	size_t (*scratch)(const void *);

	/* Adds the answer for q [L], items from 1, to x [D], which is zeros. */
	void (*answer)(
	    const void *, void *scratch, size_t l, const int32_t *q, double *x);
};

extern const struct scorer_kind scorer_pop;      /* scorer_counts.c */
extern const struct scorer_kind scorer_s_pop;    /* scorer_counts.c */
extern const struct scorer_kind scorer_last;     /* scorer_weights.c */
extern const struct scorer_kind scorer_distinct; /* scorer_weights.c */
extern const struct scorer_kind scorer_decayed;  /* scorer_weights.c */
extern const struct scorer_kind scorer_sessions; /* scorer_sessions.c */
extern const struct scorer_kind scorer_factors;  /* scorer_factors.c */

struct scorer;

/* Does the model have a scorer, instead of a net? */
int scorer_has(const struct model *);

/* NULL: the model is not as its scorer wants it, or no memory.  Freed by
 * scorer_close(). */
struct scorer *scorer_open(struct model *, struct fail *);
void scorer_close(struct scorer *); /* NULL is fine */

size_t scorer_columns(const struct scorer *); /* D */

/* Answers q [L], items from 1, 0 an unknown one, to x [D].  thread: see
 * threads.h. */
void scorer_answer(
    struct scorer *, int thread, size_t l, const int32_t *q, double *x);

/*
 * The queries of examples, their contexts, or of sequences, one for every event
 * after the first; either may be empty.  put gets the answers [n,D] in order, as
 * for encode().  -1: no memory, or put returned less than 0.
 */
int scorer_run(struct scorer *, const struct examples *,
    const struct sequences *,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *x, struct fail *),
    void *ctx, struct fail *);

#endif
