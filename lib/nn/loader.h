/*
 * loader - what each step of training sees: the three ways to make batches.
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
#ifndef NN_LOADER_H
#define NN_LOADER_H

#include "base/base.h"

struct batch;
struct batch_fields;
struct net;
struct shuffle_options;
struct sequences;

enum loader_layout { LOADER_WINDOWS, LOADER_SEQUENCES, LOADER_SESSIONS };

struct loader_options {
	enum loader_layout layout;
	size_t batch; /* examples, sequences or sessions */
	const struct shuffle_options *order; /* no SHUFFLE_EPOCH of sessions */
	size_t max_length; /* LOADER_SEQUENCES: longer ones are cut; 0: never */
	int last_piece;    /* of those only the last piece is in an epoch */
	size_t least; /* LOADER_SESSIONS: an epoch ends with fewer rows, since
			 what a single one is scored against is itself */
};

/* What there is to train on; one of both. */
struct loader_data {
	const struct examples *examples;   /* LOADER_WINDOWS */
	const struct sequences *sequences; /* the others */
	const struct batch_fields *fields; /* beside them; NULL: none */
};

struct loader;

/* A feed of batches for net.  NULL: no memory, too much or nothing to see. */
struct loader *loader_new(const struct loader_options *,
    const struct loader_data *, const struct net *, struct fail *);
void loader_free(struct loader *); /* NULL is fine */

size_t loader_steps(const struct loader *); /* in an epoch */

/* The batch of that step, from 0, of that epoch, from 0.  Steps must be asked
 * one after the other, but for the first, and by sessions but for the first of
 * an epoch. */
struct batch *loader_next(struct loader *, size_t epoch, size_t step);

/* That step will be asked next: its batch is made beside the next threads_for(), while
 * the last one is in use.  (Sessions need what the last one carries.) */
void loader_ahead(struct loader *, size_t epoch, size_t step);

/* What the rows of sessions carry: [*n] numbers, to be kept and put back where
 * a run is taken up again.  NULL: nothing. */
real *loader_carry(struct loader *, size_t *n);

struct choice loader_layout_choice(size_t k); /* by enum loader_layout */

#endif
