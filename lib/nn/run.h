/*
 * run - one training: what it was asked for, what it works on, where it stands.
 *
 * A run starts fresh, from the weights of another model (--init-from), or from
 * its own state (--resume).  nn/train goes on with it, nn/checkpoint keeps it as
 * a model directory.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_H
#define NN_RUN_H

#include "base/base.h"

struct examples_columns;
struct loader_data;
struct net;
struct net_shape;
struct sequences_columns;
struct settings;
struct train_options;

struct run {
	const struct settings *settings;     /* filled in by settings_make() */
	const struct train_options *options; /* what they are to nn/train */
	const char *pad;       /* the context token that is no item */
	size_t context_length; /* items of a context; 0: any */

	struct net *net;
	struct vocab *vocab;       /* with the counts of the labels */
	struct loader_data *data;  /* what to train on */
	struct loader_data *valid; /* with nothing in it: no validation */

	/* Where the run stands. */
	uint64_t done;     /* steps */
	size_t best_epoch; /* from 1; 0: none yet */
	double best;       /* its metric */
	real *best_w;      /* [params.size] its weights; NULL: none */
	real *carry;       /* [ncarry] what rows of sessions carry */
	size_t ncarry;

	/* What was read; data and valid point to one of both. */
	struct examples *examples, *valid_examples;
	struct sequences *sequences, *valid_sequences;

	/* Items and labels that are row 0; of sequences an item is both. */
	size_t unknown_items, unknown_labels;
	size_t valid_unknown_items, valid_unknown_labels;
	size_t taken; /* items that had weights in the model begun from */
};

/* A run with nothing to work on yet; what it is given must outlive it.  NULL
 * without memory. */
struct run *run_new(
    const struct settings *, const struct train_options *, struct fail *);
void run_free(struct run *); /* NULL is fine */

/* Where a run's data and first weights come from. */
struct run_sources {
	const char *model;      /* the directory that will be written */
	const char *init_from;  /* a model's, or NULL */
	int resume;             /* go on from the state in model */
	const char *vocab_file; /* NULL: the known model's; else the items of
				   the data, most frequent first */
	const char *valid_file; /* NULL: no validation */
	int sequences;          /* data are sequences, else examples */
	const struct examples_columns *examples_columns;
	const struct sequences_columns *sequences_columns;
	const struct net_shape *shape; /* but for the items */
	size_t max_length;             /* of a sequence's piece; 0: any */
};

/*
 * Reads files [n] as training data and makes the run's net and vocabulary.  With
 * sequences the validation may be examples too, where its file has no column of
 * sequences.  -1: what cannot be read or does not fit together, no memory, or a
 * model that must not be replaced.
 */
int run_open(struct run *, const struct run_sources *, const char *const *files,
    size_t n, struct fail *);

#endif
