/*
 * run_place - where an unfinished run is kept: beside the model.
 *
 * Until its last step, a run for the model DIR is kept as DIR.part, which is a
 * model directory too.  Then the complete model replaces DIR, and DIR.part is
 * removed.  So users of DIR only ever see complete models.  DIR.lock is locked
 * (flock) while a run works, so that a second run of the same name is refused.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_PLACE_H
#define NN_RUN_PLACE_H

#include "base/base.h"

#define RUN_PLACE_PATH 4096

struct run;
struct run_sources;

enum run_resume { RUN_ANEW, RUN_RESUME, RUN_RESUME_AUTO };

/* Zero this before use. */
struct run_place {
	const char *model;
	char part[RUN_PLACE_PATH], lock[RUN_PLACE_PATH], rows[RUN_PLACE_PATH];
	int locked;
	int fd;
};

/*
 * Takes the lock for the model of the sources, and names its file of rows.  If
 * the sources resume, stores the state to continue from: DIR.part or, if that
 * is absent, DIR.  RUN_RESUME_AUTO resumes if DIR.part exists, and begins a new
 * run otherwise.  Without --resume, an existing DIR.part is reported.  Returns
 * -1 if another run has the lock, or the lock cannot be made.
 */
int run_place_take(struct run_place *, struct run_sources *,
    void (*say)(int warning, const char *words), struct fail *);

/* Releases the lock; safe to call twice.  Returns -1 if the lock's file could
 * not be removed, which is harmless. */
int run_place_leave(struct run_place *, struct fail *);

/* Saves the run: as the model if it is complete, else beside the model. */
int run_place_save(
    const struct run_place *, const struct run *, int complete, struct fail *);

#endif
