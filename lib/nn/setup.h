/*
 * setup - what a training run begins from: examples, vocabulary, weights.
 *
 * A run starts fresh, from the weights of another model (--init-from), or from
 * its own state (--resume); what that is decides where the vocabulary, the
 * context length and the numbers come from.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SETUP_H
#define NN_SETUP_H

#include "base/base.h"

struct cell;
struct checkpoint;
struct examples_columns;
struct net;

struct setup {
	const char *model;      /* the directory that will be written */
	const char *init_from;  /* a model's, or NULL */
	int resume;             /* go on from the state in model */
	const char *vocab_file; /* NULL: the known model's; else the items of
				   the examples, most frequent first */
	const struct examples_columns *columns;
	const struct cell *cell;
	size_t dim;
	int mask_padding;
};

/*
 * Reads files [n] as training examples x and makes net and vocabulary, which
 * become run's, whose counts are those of the labels; valid_file, which may be
 * NULL, is read to valid.  With init_from, *taken is how many items had
 * weights there.  run has its options and its pad; x, valid and net are zeroed
 * and are the caller's to free, the vocabulary too.  -1: what cannot be read or
 * does not fit together, no memory, or a model that must not be replaced.
 */
int setup_run(const struct setup *, const char *const *files, size_t n,
    const char *valid_file, struct checkpoint *run, struct examples *x,
    struct examples *valid, struct net *, size_t *taken, struct fail *);

#endif
