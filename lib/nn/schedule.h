/*
 * schedule - the learning rate over a run.
 *
 * The rate first warms up linearly for W steps: step s (from 0) has the
 * fraction (s + 1) / W of the rate, so the last of them has the full rate. Step
 * k = s - W of the remaining K = total - W has the fraction
 *
 *   constant           1
 *   step:N:F           F^floor(k / N)            every N steps times F
 *   cosine[:L]         L + (1 - L) (1 + cos(pi k / K)) / 2
 *
 * The cosine would reach L, by default 0, at step K, which follows the last
 * step.  Loshchilov, Hutter 2017 (without restarts).
 *
 * The unit is steps, not epochs: a resumed run, or a run with more data, has
 * the same rates at the same steps.  Only the cosine depends on the total.
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
	double least;    /* L, a fraction of the rate */
};

/* Parses the values of seq-train --schedule= and --warmup=.  Returns -1 if the
 * schedule is malformed. */
int schedule_parse(
    struct schedule *, const char *how, uint64_t warmup, struct fail *);

/* Returns the rate of a step, counted from 0, of total steps.  Steps after the
 * last have the rate of step `total`. */
double schedule_rate(
    const struct schedule *, double rate, uint64_t step, uint64_t total);

#endif
