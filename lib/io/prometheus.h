/*
 * prometheus - figures in the text format of Prometheus, as node_exporter's
 * textfile collector reads it: a file that is replaced whole.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_PROMETHEUS_H
#define IO_PROMETHEUS_H

#include "base/base.h"

/*
 * Writes one figure: its HELP and TYPE, and a line.  kind is gauge or counter.  A
 * figure that is NAN is left out.
 */
void prometheus_put(struct output *, const char *name, const char *kind,
    const char *help, double x);

/*
 * The same of the requests of a program that answers line by line: how many, how
 * many of them were wrong, and a histogram of the seconds they took.
 */
#define PROMETHEUS_BUCKETS 14
struct prometheus_requests {
	const char *path; /* the file; NULL: nothing is counted */
	const char *name; /* of the program, as a label */
	double start;     /* of the request under way */
	double written;   /* when the file was written last; 0: never */
	int failed;       /* times that it could not be */
	uint64_t wrong;
	uint64_t count[PROMETHEUS_BUCKETS + 1]; /* that took at most so long */
	double seconds;                         /* of all */
};

/* Requests have been read; n of them have been answered, and so many were wrong.
 * The file is written at the first, and then at most every ten seconds; if it
 * cannot be, warn() is called once, and no answer waits for it. */
void prometheus_begin(struct prometheus_requests *);
void prometheus_end(struct prometheus_requests *, uint64_t n, uint64_t wrong,
    void (*warn)(const char *fmt, ...) PRINTF(1, 2));

/* Writes the file as it is at the end.  -1: it could not be. */
int prometheus_write(struct prometheus_requests *, struct fail *);

#endif
