/*
 * vocab_build - vocabularies counted from the columns of a TSV, or from data.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VOCAB_BUILD_H
#define DATA_VOCAB_BUILD_H

#include "base/base.h"

/*
 * v has been grown by reading x and no more: numbers its items anew by how
 * often they stand in contexts and labels, most frequent first, ties by bytes,
 * as vocab-build does, and x with it.
 */
int vocab_build_from_examples(
    struct examples *x, struct vocab *v, struct fail *);

/* Sets v's counts to how often each item is a label of x. */
int vocab_build_label_counts(
    const struct examples *x, struct vocab *v, struct fail *);

/* The same of sequences: by, and to, how often items stand in them.  GRU4Rec
 * draws its negatives by these counts: an item that only begins sessions is to be
 * among them. */
int vocab_build_from_sequences(
    struct sequences *s, struct vocab *v, struct fail *f);
int vocab_build_event_counts(
    const struct sequences *s, struct vocab *v, struct fail *f);

struct vocab_build_columns {
	/* Columns, names or numbers from 1, joined by commas.  NULL: those of
	 * context, or items, and label that there are, or the only one; where
	 * there are no names, a last one that is a list, else it and that of
	 * contexts. */
	const char *names;

	const char
	    *pad; /* a token that is not counted, or PADS_NONE; NULL: find
			    out */
	int header;
};

/* What was guessed. */
struct vocab_build_said {
	char pads[240]; /* tokens that were padding, "'0', 12 times"; or "" */
	int context;    /* columns without names, from 1; 0: none */
	size_t last;
};

/*
 * Reads all rows of in and adds the tokens of those columns, whose cells are
 * lists, to v and its counts; absent and empty lists add nothing.  Whether a
 * token is padding each column says by the rule of pads.h, and a token that is an
 * item in one is an item in all.  -1: damaged input, no such column, an empty
 * token that is not the pad, no memory.
 */
int vocab_build_from_columns(struct vocab *v, struct input *in,
    const struct vocab_build_columns *, struct vocab_build_said *,
    struct fail *);

#endif
