/*
 * schedule - how the learning rate goes over a run.
 *
 * First it warms up for W steps, in a straight line: step s (from 0) has the
 * share (s + 1) / W of the rate, so that the last of them has all of it.  Then
 * step k = s - W of the K = total - W that are left has the share
 *
 *   constant           1
 *   step:N:F           F^floor(k / N)            every N steps times F
 *   cosine[:L]         L + (1 - L) (1 + cos(pi k / K)) / 2
 *
 * The cosine would reach L, 0 if left out, with step K, the first that is no
 * more done.  Loshchilov, Hutter 2017 (without restarts).
 *
 * Everything counts in steps, not epochs: a run that goes on, or gets more
 * data, keeps its rates; only the cosine looks at how many there will be.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SCHEDULE_H
#define NN_SCHEDULE_H

#include "base/base.h"

#define SCHEDULE_HELP "constant, step:N:F, cosine or cosine:L"

struct schedule {
	enum schedule_kind {
		SCHEDULE_CONSTANT,
		SCHEDULE_STEP,
		SCHEDULE_COSINE
	} kind;
	uint64_t warmup; /* W */
	uint64_t every;  /* N */
	double factor;   /* F */
	double least;    /* L, a share of the rate */
};

/* Reads how, as given to seq-train --schedule=, and --warmup=. */
int schedule_parse(
    struct schedule *, const char *how, uint64_t warmup, struct fail *);

/* The rate of a step, from 0, of total; later steps are like step total. */
double schedule_rate(
    const struct schedule *, double rate, uint64_t step, uint64_t total);

#endif
