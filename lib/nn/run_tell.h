/*
 * run_tell - what a run tells while it goes on: to a person, to its log, to a
 * journal of what was trained when, and to a monitoring system.
 *
 * The log repeats to the byte and has no times; the journal and the metrics have, and
 * are no part of the model.  Of several ranks (base/ranks) the first tells.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_TELL_H
#define NN_RUN_TELL_H

#include "base/base.h"

struct run;
struct run_sources;
struct run_tell;
struct train_event;

struct run_tell_plan {
	const char *rows; /* of the log, as trainlog_open() has them */
	int header;
	const char
	    *journal; /* a file that lines of JSON are added to, or NULL */
	const char *metrics; /* a file of Prometheus' text format, or NULL */

	const char *program, *command;
	const char *const *files; /* [nfiles] */
	size_t nfiles;
	int idle; /* say so if threads have nothing to do */

	void (*say)(int warning, const char *words);
	void (*bar)(const char *what, double done, const char *tail);
};

/* Opens what is told to, and tells what the run is.  The plan, the run and the sources
 * must outlive it.  NULL: a file cannot be written. */
struct run_tell *run_tell_open(const struct run_tell_plan *, const struct run *,
    const struct run_sources *, struct fail *);

/* Tells of a step.  A file that fails is left, and told by run_tell_close(): it ends no
 * training. */
void run_tell_step(struct run_tell *, const struct train_event *);

/* The run has ended: it was stopped, or is complete and the model written. */
void run_tell_end(struct run_tell *, int stopped);

/* It has failed. */
void run_tell_fail(struct run_tell *, const struct fail *why);

/*
 * Commits the log if the work is done, else leaves it visibly cut.  -1: something
 * could not be written.  Frees it.  NULL is fine.
 */
int run_tell_close(struct run_tell *, int done, struct fail *);

#endif
