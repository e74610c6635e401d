/*
 * gate - a required value of a metric, "recall@10=0.25".
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

/* Returns the k-th metric that can be required: one in which more is better. */
struct choice gate_choice(size_t k);

/* Parses METRIC=VALUE.  Returns -1 if the text is malformed, there is no such
 * metric, or less is better in that metric. */
int gate_parse(struct gate *, const char *text, struct fail *);

/* Returns 1 if the report reaches the value, 0 if it does not (with the message
 * for the user), -1 if the report lacks the metric. */
int gate_met(const struct gate *, const struct report *, struct fail *);

/*
 * Returns 0, with the message for the user, if a metric is significantly worse
 * than in the baseline (see report_worse()), otherwise 1.  baseline is the
 * file's name.
 */
int gate_no_worse(
    const struct report *, const char *baseline, double level, struct fail *);

/* Parses a list of at most max cut-offs, "1,5,10"; returns their number, or 0
 * if the list is malformed or too long. */
size_t gate_cuts(const char *text, size_t *cuts, size_t max, struct fail *);

#endif
