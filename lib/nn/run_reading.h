/*
 * run_reading - reads the data of a run.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_READING_H
#define NN_RUN_READING_H

#include "base/base.h"

struct run;
struct run_sources;
struct spill;

struct run_reading {
	const char *pad;     /* NULL: to be detected */
	size_t k;            /* items of a context; 0: as many as in the
                                longest */
	int lost;            /* enum examples_lost */
	const char *weight;  /* the column, or NULL */
	int whole;           /* contexts longer than k are also kept whole */
	int grow;            /* the vocabulary takes in new items */
	struct spill *spill; /* receives the rows; or NULL */
};

/* Reads `in` as examples, or as sequences if q is not NULL. */
int run_reading_read(const struct run *, const struct run_sources *,
    struct input *in, const struct run_reading *, struct vocab *,
    struct examples *x, struct sequences *q, struct fail *);

/*
 * In run_cache.c: reads the training data through a cache, which rank 0 makes
 * from the run's input.  If the sources name a cache file, it is made if it
 * does not exist, and must otherwise belong to this input; all ranks read the
 * rows of a batch from it.  Without such a file every rank keeps a part of the
 * rows, and ranks exchange the rows of a batch.  The vocabulary, its counts and
 * the fields are the same as if the input had been read into memory.
 */
int run_cache_read(struct run *, const struct run_sources *,
    const struct run_reading *, struct fail *);

#endif
