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

/* metric is what the run's metric is called, NULL: it has none. */
void trainlog_header(struct output *, const char *metric);

/* A row for the event, or for several: over examples, with loss in all. */
void trainlog_row(struct output *, const struct train_event *, size_t examples,
    double loss, int metric);

#endif
