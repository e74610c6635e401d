/*
 * batches - data as batches in their own order, for passes that do not train.
 *
 * An example asks one query, of its last event; a sequence asks one of every
 * event but the last, from the state that all events before have left.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_BATCHES_H
#define NN_BATCHES_H

#include "base/base.h"

struct batch;
struct batches;
struct examples;
struct loader_data;
struct net;

/*
 * Batches of at most so many queries, or of one sequence that asks more, for the
 * net; both must outlive it.  With labels, each query wants what came.  NULL
 * without memory.
 */
struct batches *batches_new(const struct loader_data *, const struct net *,
    size_t queries, int labels, struct fail *);
void batches_free(struct batches *); /* NULL is fine */

/* Begins anew, with as many examples of contexts as long, and no fields. */
void batches_again(struct batches *, const struct examples *);

/* Queries of all data, and of the largest batch at most. */
size_t batches_queries(const struct batches *);
size_t batches_most(const struct batches *);

/* The next batch, until the next call; NULL at the end. */
struct batch *batches_next(struct batches *);

#endif
