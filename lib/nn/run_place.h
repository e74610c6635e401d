/*
 * run_place - where a run keeps what it has: beside the model until it is complete.
 *
 * A run on the model DIR is kept as DIR.part, a model directory too, until its
 * last step; then it takes DIR's place and DIR.part goes.  So whoever uses DIR meets
 * complete models alone, whatever becomes of a run.  DIR.lock is locked (flock) as long
 * as a run goes on, so that of two on one name the second is refused.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_PLACE_H
#define NN_RUN_PLACE_H

#include "base/base.h"

#define RUN_PLACE_PATH 4096

struct run;
struct run_sources;

enum run_resume { RUN_ANEW, RUN_RESUME, RUN_RESUME_AUTO };

/* Zero it first. */
struct run_place {
	const char *model;
	char part[RUN_PLACE_PATH], lock[RUN_PLACE_PATH];
	int locked;
	int fd;
};

/*
 * Takes the place of the sources' model, and says in the sources where the state is
 * to go on from, if they resume: DIR.part, or where that is not there DIR.  By
 * RUN_RESUME_AUTO they do if DIR.part is there, else the run begins anew.  -1:
 * another run is there, or the lock cannot be had.  A state that is not gone on
 * from is said to be there.
 */
int run_place_take(struct run_place *, struct run_sources *,
    void (*say)(int warning, const char *words), struct fail *);

/* Lets others in; twice is fine.  -1: the file of the lock stays, which does no
 * harm. */
int run_place_leave(struct run_place *, struct fail *);

/* Keeps the run: as the model if it is complete, else beside it. */
int run_place_save(
    const struct run_place *, const struct run *, int complete, struct fail *);

#endif
