/*
 * loader - makes the batch of each training step, in one of three layouts.
 *
 * windows    examples, each a context and the label after it, as in the
 *            TensorFlow tutorial; shuffled like tf.data
 * sequences  whole sequences: every event but the last has a query, and the
 *            gradient flows through all earlier events
 * sessions   the session-parallel mini-batches of GRU4Rec (Hidasi et al. 2016,
 *            section 3.1.1): each row of a batch walks through a session, one
 *            event a step; the hidden state is carried to the next step as a
 *            constant and reset to 0 where the row takes the next session
 *
 * The position in the data is a count of steps.  A batch follows from that
 * count and the seed alone; only sessions also carry the state of each row.
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
	const struct shuffle_options *order; /* never SHUFFLE_EPOCH with
                                                sessions */
	size_t max_length; /* LOADER_SEQUENCES: longer ones are split into
                              pieces; 0: never */
	int last_piece;    /* an epoch has only the last piece of each
                              sequence */
	int from_start;    /* memory also has the events of a sequence before
                              those of the batch */
	size_t least;      /* LOADER_SESSIONS: an epoch ends when fewer rows
                              than this are in use, because a single row has no
                              negatives */
};

/* The training data: examples or sequences, by layout. */
struct loader_data {
	const struct examples *examples;   /* LOADER_WINDOWS */
	const struct sequences *sequences; /* the other layouts */
	const struct batch_fields *fields; /* the data's fields; NULL: none */
};

struct loader;

/* Makes a loader for net.  Returns NULL if memory runs out, or if there is too
 * much data or none. */
struct loader *loader_new(const struct loader_options *,
    const struct loader_data *, const struct net *, struct fail *);
void loader_free(struct loader *); /* NULL is allowed */

size_t loader_steps(const struct loader *); /* in an epoch */

/* Returns the batch of a step of an epoch, both counted from 0.  The first call
 * may name any step, with sessions only the first step of an epoch.  Later
 * calls must name the next step.  Returns NULL if the data's cache cannot be
 * read. */
struct batch *loader_next(
    struct loader *, size_t epoch, size_t step, struct fail *);

/* Announces the step of the next loader_next().  The rows of its batch are
 * chosen at once, and ranks exchange them.  The batch is made during the next
 * threads_for(), while the present batch is in use.  Does nothing with
 * sessions, because their next batch needs the states of the present one. */
void loader_ahead(struct loader *, size_t epoch, size_t step);

/* Returns the states of the rows of sessions, [*n] numbers, which a run saves
 * and a resumed run restores.  NULL: there are none. */
real *loader_carry(struct loader *, size_t *n);

struct choice loader_layout_choice(size_t k); /* by enum loader_layout */

#endif
