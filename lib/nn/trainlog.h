/*
 * trainlog - the training log: rows of TSV that repeat to the byte.
 *
 * Columns: epoch, step, examples, loss (summed over those examples, nats), and
 * what validation saw, \N where there was none.  No times: those go to stderr.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TRAINLOG_H
#define NN_TRAINLOG_H

#include "base/base.h"

struct train_event;

struct trainlog {
	struct output *out; /* NULL: nobody reads rows */
	int each_epoch;     /* a row an epoch, else one a step */
	const char *metric; /* what the run's metric is called; or NULL */

	/* Of the epoch so far, or of the last one if it is over. */
	double loss;
	size_t examples;
};

/* Which rows there are: step, epoch, none. */
struct choice trainlog_rows(size_t k);

/* Opens standard output for such rows, unless they are none; NULL: none to a
 * terminal, else steps.  metric is what the
 * run's metric is called, NULL: it has none.  The caller commits out. */
int trainlog_open(struct trainlog *, const char *rows, const char *metric,
    int header, struct fail *);

/* Adds the step, and writes its row, or that of the epoch it ends. */
void trainlog_step(struct trainlog *, const struct train_event *);

/*
 * What the epoch that ended with this step came to, in words for a person: the
 * loss of training and of validation, both the mean over examples in nats; the
 * metric, or top-10; "best" if it is the best so far; and its seconds.
 */
void trainlog_epoch_words(const struct trainlog *, const struct train_event *,
    int best, double seconds, char *words, size_t room);

/* How far a run is that has done that many steps of all epochs, the first before
 * these seconds: a part of the whole, and words before and after a bar. */
double trainlog_bar_words(const struct train_event *, size_t epochs,
    uint64_t first, uint64_t done, double seconds, char what[64],
    char tail[128]);

#endif
