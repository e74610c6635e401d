/*
 * training - the input of a baseline: sequences and their vocabulary.
 *
 * Text is read as in seq-train: sequences if the header has their column, else
 * examples, from which the sequences are reconstructed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_TRAINING_H
#define LINEAR_TRAINING_H

#include "base/base.h"

/* NULL members stand for the default columns, and for a padding token to be
 * guessed (see data/pads). */
struct training_columns {
	const char *context, *label, *sequence, *pad;
	const char *time; /* the column of the sequences' times; NULL: none */
	int header;
	const char *vocab; /* a file of the items; NULL: all items of the
                              input */
};

struct training {
	struct sequences *s; /* without unknown items, the oldest first */
	double *days;        /* [N] see session_times.h; NULL: no times */
	struct vocab *v;     /* by descending count; all events are counted */
	size_t unknown;      /* events left out: not in the given vocabulary */
	const char *pad;     /* the padding token, or PADS_NONE */
	size_t guessed;      /* how often the padding token was left out, if it
                                was guessed */
	size_t examples;     /* number of examples from which sequences were
                            reconstructed; 0: none */
};

/* Returns -1 if the input is damaged or has no items, or memory runs out.  Free
 * it with training_free(), even after a failure. */
int training_read(struct training *, struct input *,
    const struct training_columns *, struct fail *);
void training_free(struct training *);

#endif
