/*
 * estimate - what a training will take, foretold from its first steps.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ESTIMATE_H
#define NN_ESTIMATE_H

#include "base/base.h"

struct run;

/* Of all epochs, if none is spared by patience. */
struct estimate {
	size_t epochs;
	uint64_t steps;
	double seconds; /* on this machine, as busy as it is now */
	uint64_t bytes; /* the most that are resident at once */
};

/* Takes some steps of a run that is ready to begin, which is of no use
 * afterwards.  -1 as train_run(). */
int estimate(struct run *, struct estimate *, struct fail *);

/* The same, written to standard output as TSV, name and value. */
int estimate_print(struct run *, int header, struct fail *);

#endif
