/*
 * run_reading - how the data of a run are read, and read.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_READING_H
#define NN_RUN_READING_H

#include "base/base.h"

struct run;
struct run_sources;
struct spill;

struct run_reading {
	const char *pad;     /* NULL: to be found out */
	size_t k;            /* items of a context; 0: of the longest */
	int lost;            /* enum examples_lost */
	const char *weight;  /* the column, or NULL */
	int whole;           /* longer contexts are also kept whole */
	int grow;            /* the vocabulary gets the items it has not */
	struct spill *spill; /* gets the rows; or NULL */
};

/* Reads in as examples, or as sequences where q is not NULL. */
int run_reading_read(const struct run *, const struct run_sources *,
    struct input *in, const struct run_reading *, struct vocab *,
    struct examples *x, struct sequences *q, struct fail *);

/*
 * In run_cache.c: the training data are the rows of the sources' cache, which is made
 * of the run's input if it is not there, and must have been if it is.  Rank 0 does
 * that; all ranks read the rows of a batch when they need them.  The vocabulary, its
 * counts and the fields are as if the input had been read into memory.
 */
int run_cache_read(struct run *, const struct run_sources *,
    const struct run_reading *, struct fail *);

#endif
