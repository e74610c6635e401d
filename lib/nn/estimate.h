/*
 * estimate - predicts the time and memory of a training from its first steps.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ESTIMATE_H
#define NN_ESTIMATE_H

#include "base/base.h"

struct run;

/* The estimate is for all epochs; patience is ignored. */
struct estimate {
	size_t epochs;
	uint64_t steps;
	double seconds; /* on this machine under its present load */
	uint64_t bytes; /* the peak of resident memory */
};

/* Takes some steps of a run that is ready to begin; the run cannot be used
 * afterwards.  Returns -1 where train_run() does. */
int estimate(struct run *, struct estimate *, struct fail *);

/* Writes the estimate to standard output as TSV: name and value. */
int estimate_print(struct run *, int header, struct fail *);

#endif
