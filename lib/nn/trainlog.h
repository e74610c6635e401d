/*
 * trainlog - the training log: rows of TSV that repeat byte for byte.
 *
 * Columns: epoch, step, examples, loss (summed over those examples, nats), and
 * the validation figures, \N where there are none.  Times go to stderr instead.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TRAINLOG_H
#define NN_TRAINLOG_H

#include "base/base.h"

struct train_event;

struct trainlog {
	struct output *out; /* NULL: no rows are written */
	int each_epoch;     /* one row an epoch, else one a step */
	const char *metric; /* the name of the run's metric, or NULL */

	/* Sums over the present epoch, or over the last one if that is
	 * complete. */
	double loss;
	size_t examples;
};

/* Returns the k-th choice of rows: step, epoch or none. */
struct choice trainlog_rows(size_t k);

/* Opens standard output for these rows.  rows NULL: none if standard output is
 * a terminal, otherwise one a step.  metric is the name of the run's metric;
 * NULL: no metric.  The caller commits out. */
int trainlog_open(struct trainlog *, const char *rows, const char *metric,
    int header, struct fail *);

/* Adds the step and writes its row, or the row of the epoch that it ends. */
void trainlog_step(struct trainlog *, const struct train_event *);

/*
 * The result of the epoch that ends with this step, in words: mean training
 * loss and mean validation loss per example in nats; the metric, or top-10;
 * "best" if no epoch was better; and the seconds.
 */
void trainlog_epoch_words(const struct trainlog *, const struct train_event *,
    int best, double seconds, char *words, size_t room);

/* Returns the fraction of the run that is done after this step, and writes the
 * words before and after a progress bar.  seconds is the time since step
 * `first` of this process. */
double trainlog_bar_words(const struct train_event *, size_t epochs,
    uint64_t first, uint64_t done, double seconds, char what[64],
    char tail[128]);

#endif
