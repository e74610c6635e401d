/*
 * loader - makes the batch of each training step, in one of three layouts.
 *
 * windows    examples, each a context and the label after it, as in the
 *            TensorFlow tutorial; shuffled like tf.data
 * sequences  whole sequences: every event but the last asks a query, and the
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
	int last_piece;    /* an epoch has only the last piece of each */
	int from_start;    /* the events of a sequence before those of the batch
                           are in memory too */
	size_t least;      /* LOADER_SESSIONS: an epoch ends when fewer rows are
                         left; a single row has no negatives */
};

/* The training data: examples or sequences, by layout. */
struct loader_data {
	const struct examples *examples;   /* LOADER_WINDOWS */
	const struct sequences *sequences; /* the other layouts */
	const struct batch_fields *fields; /* the data's fields; NULL: none */
};

struct loader;

/* A loader for net.  Returns NULL if memory runs out, or there is too much
 * data, or none. */
struct loader *loader_new(const struct loader_options *,
    const struct loader_data *, const struct net *, struct fail *);
void loader_free(struct loader *); /* NULL is fine */

size_t loader_steps(const struct loader *); /* in an epoch */

/* The batch of a step of an epoch, both counted from 0.  Calls must ask for
 * successive steps, except for the first call; with sessions the first call
 * must ask for the first step of an epoch.  Returns NULL if the data's cache
 * cannot be read. */
struct batch *loader_next(
    struct loader *, size_t epoch, size_t step, struct fail *);

/* Announces the next step to be asked for: its rows are chosen, and ranks
 * exchange them, at once; its batch is made during the next threads_for(),
 * while the present batch is in use.  No effect on sessions, whose next batch
 * needs the states of the present one. */
void loader_ahead(struct loader *, size_t epoch, size_t step);

/* The state of the rows of sessions: [*n] numbers, to be saved with a run and
 * restored on resuming.  Returns NULL if there is no state. */
real *loader_carry(struct loader *, size_t *n);

struct choice loader_layout_choice(size_t k); /* by enum loader_layout */

#endif
