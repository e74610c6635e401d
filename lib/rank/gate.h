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

/* The metrics where more is better: the possible left sides. */
struct choice gate_choice(size_t k);

/* Parses METRIC=VALUE.  Returns -1 if the text is malformed, there is no such
 * metric, or less is better in that metric. */
int gate_parse(struct gate *, const char *text, struct fail *);

/* Does the report reach the value?  1: yes; 0: no, and f says so; -1: the
 * report lacks the metric. */
int gate_met(const struct gate *, const struct report *, struct fail *);

/*
 * Is no metric significantly worse than in the baseline, a file's name (see
 * report_worse())?  1: yes; 0: no, and f says so.
 */
int gate_no_worse(
    const struct report *, const char *baseline, double level, struct fail *);

/* Parses a list of at most max cut-offs, "1,5,10"; returns how many, or 0 if it
 * is malformed or too long. */
size_t gate_cuts(const char *text, size_t *cuts, size_t max, struct fail *);

#endif
