/*
 * training - what a baseline is fitted to: sequences and their vocabulary.
 *
 * Text is read as seq-train reads it: sequences where the header has their column,
 * else examples, of which the sequences are made again.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_TRAINING_H
#define LINEAR_TRAINING_H

#include "base/base.h"

/* NULL: the usual columns, and a pad that is found out (see data/pads). */
struct training_columns {
	const char *context, *label, *sequence, *pad;
	int header;
	const char *vocab; /* the items there are; NULL: all that are read */
};

struct training {
	struct sequences *s; /* without unknown items */
	struct vocab *v;     /* in the order of its counts, of all events */
	size_t unknown;      /* events left out: not in the vocabulary told */
	const char *pad;     /* what was no item, or PADS_NONE */
	size_t guessed;  /* times that it was left out, if it was found out */
	size_t examples; /* that the sequences were made of; 0: of none */
};

/* -1: damaged input, no item, no memory.  Freed by training_free() in any case. */
int training_read(struct training *, struct input *,
    const struct training_columns *, struct fail *);
void training_free(struct training *);

#endif
