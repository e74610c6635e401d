/*
 * scorer - answers queries from models without a network: from a query's items
 * to a score for every item, or to a vector.
 *
 * The model's setting "scorer" names its scorer.  A query's items are ordered
 * from oldest to newest, without unknown items; there may be none.
 *
 * Letters: V items, D columns of an answer, L items of a query.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SCORER_H
#define LINEAR_SCORER_H

#include "base/base.h"

struct scorer_kind {
	const char *name;
	int vector; /* answers are vectors, not scores */

	/* Prepares answering from the model, which must outlive the result;
	 * returns NULL on failure. */
	void *(*open)(struct model *, struct fail *);
	void (*close)(void *); /* NULL is allowed */

	/* Returns the size in bytes of a thread's scratch memory, which is
	 * zeroed.  NULL: none is needed. */
	size_t (*scratch)(const void *);

	/* Adds the answer for q [L], items from 1, to x [D], which holds
	 * zeros. */
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

/* Returns 1 if the model has a scorer, and no net. */
int scorer_has(const struct model *);

/* Returns NULL if the model lacks what its scorer needs, or memory runs out.
 * Freed by scorer_close(). */
struct scorer *scorer_open(struct model *, struct fail *);
void scorer_close(struct scorer *); /* NULL is allowed */

size_t scorer_columns(const struct scorer *); /* D */

/* Writes the answer to q [L] to x [D].  Items count from 1; 0 is an unknown
 * item.  thread: see threads.h. */
void scorer_answer(
    struct scorer *, int thread, size_t l, const int32_t *q, double *x);

/*
 * Answers the contexts of examples, or every event after the first of
 * sequences; either may be empty.  put gets the answers [n,D] in order, as in
 * encode().  Returns -1 if memory runs out, or put() returned a negative
 * number.
 */
int scorer_run(struct scorer *, const struct examples *,
    const struct sequences *,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *x, struct fail *),
    void *ctx, struct fail *);

#endif
