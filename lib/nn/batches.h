/*
 * batches - data as batches in input order, for passes without training.
 *
 * An example has one query, at its last event.  A sequence has a query at every
 * event but the last; each query sees all earlier events.
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
 * Prepares batches for the net, each of at most `queries` queries, or of one
 * sequence that has more queries.  Net and data must outlive the batches.
 * labels: the label of each query is the next item.  Returns NULL if memory
 * runs out.
 */
struct batches *batches_new(const struct loader_data *, const struct net *,
    size_t queries, int labels, struct fail *);
void batches_free(struct batches *); /* NULL is allowed */

/* Starts again with other examples, which have the same number, the same
 * context lengths and no fields. */
void batches_again(struct batches *, const struct examples *);

/* batches_queries() returns the number of queries in all data, batches_most()
 * the most queries of a batch. */
size_t batches_queries(const struct batches *);
size_t batches_most(const struct batches *);

/* The next batch, valid until the next call; NULL at the end. */
struct batch *batches_next(struct batches *);

#endif
