/*
 * run_tell - reports a run while it works: to a person, to its log, to a
 * journal of all trainings, and to a monitoring system.
 *
 * The log repeats byte for byte and has no times.  The journal and the metrics
 * have times and are not part of the model.  If there are several ranks
 * (base/ranks), the first one reports.
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
	const char *rows; /* of the log, see trainlog_open() */
	int header;
	const char *journal; /* a file to append JSON lines to, or NULL */
	const char *metrics; /* a file of Prometheus' text format, or NULL */

	const char *program, *command;
	const char *const *files; /* [nfiles] */
	size_t nfiles;
	int idle; /* report idle threads */

	void (*say)(int warning, const char *words);
	void (*bar)(const char *what, double done, const char *tail);
};

/* Opens the outputs and reports the beginning.  The plan, the run and the
 * sources must outlive the result.  Returns NULL if a file cannot be
 * written. */
struct run_tell *run_tell_open(const struct run_tell_plan *, const struct run *,
    const struct run_sources *, struct fail *);

/* Reports a step.  A file that fails is closed, and run_tell_close() reports
 * the failure; training continues. */
void run_tell_step(struct run_tell *, const struct train_event *);

/* Reports the end of the run: stopped, or complete with the model written. */
void run_tell_end(struct run_tell *, int stopped);

/* Reports a failure. */
void run_tell_fail(struct run_tell *, const struct fail *why);

/*
 * Commits the log if the work is done; otherwise leaves it truncated.  Returns
 * -1 if a file could not be written.  Frees the struct; NULL is allowed.
 */
int run_tell_close(struct run_tell *, int done, struct fail *);

#endif
