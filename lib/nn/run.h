/*
 * run - what a training run begins from: data, vocabulary, weights.
 *
 * A run starts fresh, from the weights of another model (--init-from), or from
 * its own state (--resume); what that is decides where the vocabulary, the
 * context length and the numbers come from.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_H
#define NN_RUN_H

#include "base/base.h"

struct run;
struct examples_columns;
struct loader_data;
struct net_shape;
struct sequences;
struct sequences_columns;

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

/* What was read; examples or sequences, each for training and validation. */
struct run_data {
	struct examples *examples, *valid_examples;
	struct sequences *sequences, *valid_sequences;
	/* Items and labels that are row 0; of sequences an item is both. */
	size_t unknown_items, unknown_labels;
	size_t valid_unknown_items, valid_unknown_labels;
};

/*
 * Reads files [n] as training data and makes run's net and vocabulary, whose
 * counts are those of the labels.  With sequences the validation may be examples
 * too, where its file has no column items.  With init_from, *taken is how many
 * items had weights there.  run has its options, data and pad, and a net and a
 * state that are zeroed; what there is is freed by run_free() in any case.
 * -1: what cannot be read or does not fit together, no memory, or a model that
 * must not be replaced.
 */
int run_open(const struct run_sources *, const char *const *files, size_t n,
    struct run_data *, struct loader_data *data, struct loader_data *valid,
    struct run *run, size_t *taken, struct fail *);

void run_free(struct run_data *, struct run *run);

#endif
