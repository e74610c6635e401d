/*
 * feed - what each step of training sees: the three ways to make batches.
 *
 * windows    examples, each a context and the label after it, as the tutorial;
 *            a shuffle as tf.data's
 * sequences  whole sequences, with a query of every event but the last, and the
 *            gradient through all the events before
 * sessions   the session-parallel mini-batches of GRU4Rec (Hidasi et al. 2016,
 *            section 3.1.1): each row of a batch walks through a session, one
 *            event a step; the state goes along as a constant, and begins at 0
 *            where the next session takes the row
 *
 * Where a feed stands is a count of steps, and what it gives follows from that
 * and the seed alone; but for what the sessions' rows carry.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FEED_H
#define NN_FEED_H

#include "base/base.h"

struct batch;
struct net;
struct order_options;
struct sequences;

enum feed_layout { FEED_WINDOWS, FEED_SEQUENCES, FEED_SESSIONS };

struct feed_options {
	enum feed_layout layout;
	size_t batch;                      /* examples, sequences or sessions */
	const struct order_options *order; /* no ORDER_EPOCH of sessions */
	size_t max_length; /* FEED_SEQUENCES: longer ones are cut; 0: never */
	size_t least; /* FEED_SESSIONS: an epoch ends with fewer rows, since
			 what a single one is scored against is itself */
};

/* What there is to train on; one of both. */
struct feed_data {
	const struct examples *examples;   /* FEED_WINDOWS */
	const struct sequences *sequences; /* the others */
};

struct feed;

/* A feed of batches for net.  NULL: no memory, too much or nothing to see. */
struct feed *feed_new(const struct feed_options *, const struct feed_data *,
    const struct net *, struct fail *);
void feed_free(struct feed *); /* NULL is fine */

size_t feed_steps(const struct feed *); /* in an epoch */

/* The batch of that step, from 0, of that epoch, from 0.  Steps must be asked
 * one after the other, but for the first, and by sessions but for the first of
 * an epoch. */
struct batch *feed_next(struct feed *, size_t epoch, size_t step);

/* That step will be asked next: its batch is made beside the next par_for(), while
 * the last one is in use.  (Sessions need what the last one carries.) */
void feed_ahead(struct feed *, size_t epoch, size_t step);

/* What the rows of sessions carry: [*n] numbers, to be kept and put back where
 * a run is taken up again.  NULL: nothing. */
real *feed_carry(struct feed *, size_t *n);

const char *feed_layout_name(size_t k); /* NULL past the last */

#endif
