/*
 * prometheus - figures for monitoring, in the text format of Prometheus.  The
 * file is replaced as a whole, as node_exporter's textfile collector requires.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_PROMETHEUS_H
#define IO_PROMETHEUS_H

#include "base/base.h"

/*
 * Writes one figure: the lines HELP and TYPE, and its value.  kind is "gauge"
 * or "counter".  A figure that is NAN is left out.
 */
void prometheus_put(struct output *, const char *name, const char *kind,
    const char *help, double x);

/*
 * The figures of a program that answers requests line by line: the number of
 * requests, the number of invalid ones, and a histogram of the seconds that
 * each took.
 */
#define PROMETHEUS_BUCKETS 14
struct prometheus_requests {
	const char *path; /* the file; NULL: nothing is counted */
	const char *name; /* of the program, as a label */
	double start;     /* clock_seconds() at the start of the current
                             request */
	double written;   /* when the file was last written; 0: never */
	int failed;       /* how often writing the file failed */
	uint64_t wrong;
	uint64_t count[PROMETHEUS_BUCKETS + 1]; /* requests by their time */
	double seconds;                         /* total time of all requests */
};

/* Call prometheus_begin() when requests have been read, and prometheus_end()
 * when n of them have been answered, of which `wrong` were invalid.  The first
 * call writes the file; later calls write it at most every ten seconds.  If the
 * file cannot be written, warn() is called once, and answering goes on. */
void prometheus_begin(struct prometheus_requests *);
void prometheus_end(struct prometheus_requests *, uint64_t n, uint64_t wrong,
    void (*warn)(const char *fmt, ...) PRINTF(1, 2));

/* Writes the final figures.  Returns -1 if the file cannot be written. */
int prometheus_write(struct prometheus_requests *, struct fail *);

#endif
