/*
 * gate - what a user asks of a metric, "recall@10=0.25".
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_GATE_H
#define RANK_GATE_H

#include "base/base.h"

struct report;

struct gate {
	char name[64];
	double least;
};

/* The metrics of which more is better: how METRIC=VALUE may begin. */
struct choice gate_choice(size_t k);

/* Reads METRIC=VALUE.  -1: it is not that, there is no such metric, or less of
 * it would be better. */
int gate_parse(struct gate *, const char *text, struct fail *);

/* Does the report meet it?  1, or 0 and the words for it in f; -1 if the report
 * does not have the metric. */
int gate_met(const struct gate *, const struct report *, struct fail *);

/*
 * Is no metric significantly worse than in the baseline, a file's name (see
 * report_worse())?  1, or 0 and the words for it in f.
 */
int gate_no_worse(
    const struct report *, const char *baseline, double level, struct fail *);

/* Reads a list of at most max cut-offs, "1,5,10"; how many, 0 if it is wrong
 * or longer. */
size_t gate_cuts(const char *text, size_t *cuts, size_t max, struct fail *);

#endif
