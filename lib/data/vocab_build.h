/*
 * vocab_build - counts a vocabulary from the columns of a TSV or from data.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VOCAB_BUILD_H
#define DATA_VOCAB_BUILD_H

#include "base/base.h"

/*
 * Renumbers the items of v, which was built by reading x alone, by descending
 * count in contexts and labels, ties by bytes, as vocab-build does.  Also
 * renumbers x.
 */
int vocab_build_from_examples(
    struct examples *x, struct vocab *v, struct fail *);

/* Sets v's counts to how often each item is a label of x. */
int vocab_build_label_counts(
    const struct examples *x, struct vocab *v, struct fail *);

/* The same two functions for sequences.  Both count all events, because GRU4Rec
 * draws its negatives by these counts: an item that only begins sessions must
 * have a count too. */
int vocab_build_from_sequences(
    struct sequences *s, struct vocab *v, struct fail *f);
int vocab_build_event_counts(
    const struct sequences *s, struct vocab *v, struct fail *f);

/* For data that come part by part: vocab_build_counts() returns zeros for every
 * id of v, NULL if memory runs out; vocab_build_count() counts ids;
 * vocab_build_set() sets v's counts and frees the array. */
uint64_t *vocab_build_counts(const struct vocab *v, struct fail *);
void vocab_build_count(uint64_t *counts, const int32_t *ids, size_t n);
void vocab_build_set(struct vocab *v, uint64_t *counts);

struct vocab_build_columns {
	/* Columns, names or numbers from 1, separated by commas.  NULL: the
	 * columns of contexts (or sequences) and labels, or the only column.
	 * Without a header: the last column, and the context unless the last
	 * column is a sequence. */
	const char *names;

	const char
	    *pad; /* a token that is not counted, or PADS_NONE; NULL: guess */
	int header;
};

/* What was guessed. */
struct vocab_build_said {
	char pads[240]; /* padding tokens, as "'0', 12 times"; or "" */
	int context;    /* columns without names, from 1; 0: none */
	size_t last;
};

/*
 * Reads all rows of in.  Adds the tokens of the columns, whose cells are lists,
 * to v and counts them; absent and empty lists add nothing.  Each column
 * decides by the rules of pads.h which token is padding.  A token that is an
 * item in one column is an item in all.  Returns -1 on damaged input, a missing
 * column, an empty token that is not padding, or if memory runs out.
 */
int vocab_build_from_columns(struct vocab *v, struct input *in,
    const struct vocab_build_columns *, struct vocab_build_said *,
    struct fail *);

#endif
