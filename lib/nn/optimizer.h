/*
 * optimizer - how a gradient changes a weight, and the table of optimisers.
 *
 * An optimiser sees runs of weights: a whole dense parameter, or a row of an
 * embedding.  Beside each weight it keeps numbers of its own, its slots.
 *
 * Where sparse() says so, a row that the batch has not touched stays as it is
 * and need not be shown.  Elsewhere every row is shown at every step, with a
 * gradient of zeros (g NULL): averages fade and momentum carries on.  A user
 * who asks for lazy updates gives that up for speed: then a row that is not
 * shown neither moves, nor fades, nor decays, and nothing of it is made up for
 * later.  So adamw's decay hits a row as often as the row is seen; the bias
 * correction goes on counting the steps of the run.
 *
 * A run does, once, optimizer_settle(); at step t, optimizer_step(), and then for every
 * run of weights o->update(n, w, slot, g, &d).
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_OPTIMIZER_H
#define NN_OPTIMIZER_H

#include <math.h>

#include "base/base.h"

struct optimizer_rates; /* math/optimizer_kernels.h: the numbers of one step */

#define OPTIMIZER_SLOTS 2

/* As the user gives them; NAN where not given. */
struct optimizer_options {
	double rate;     /* before the schedule */
	double momentum; /* 0: none, and no slot for it */
	double beta1;    /* how much of the average gradient stays */
	double beta2;    /* how much of the average square stays */
	double epsilon;
	double decay; /* of weights, at a rate of 1 */
};

#define OPTIMIZER_UNSET                      \
	{                                    \
		NAN, NAN, NAN, NAN, NAN, NAN \
	}

struct optimizer {
	const char *name; /* as given to seq-train --optimizer= */
	const char *help;

	/* What options are if not given; NAN: it does not take that one. */
	struct optimizer_options own;
	int corrected; /* averages that begin at 0 are scaled up, as adam's */

	/* With settled options: how many slots, and may untouched rows be left
	 * out? */
	size_t (*slots)(const struct optimizer_options *);
	int (*sparse)(const struct optimizer_options *);
	real start[OPTIMIZER_SLOTS]; /* what slots begin with */

	/*
	 * w [n] and slot[0] [n], slot[1] [n] after one step along the summed
	 * gradient g [n], or along zeros if g is NULL.  slot has as many
	 * pointers as there are slots.
	 */
	void (*update)(size_t n, real *w, real *const *slot, const real *g,
	    const struct optimizer_rates *);
};

/* The optimiser called name, or NULL.  optimizer_at(k) walks the table, NULL past
 * it; the first is the tutorial's. */
const struct optimizer *optimizer_find(const char *name);
const struct optimizer *optimizer_at(size_t k);

/* Fills in what was not given; -1 if something was that this optimiser does not
 * take, or that is out of range.  What it does not take becomes 0. */
int optimizer_settle(
    const struct optimizer *, struct optimizer_options *, struct fail *);

/*
 * The numbers of step t, counted from 1 since the first step of the run, at the
 * rate that the schedule makes of the options'; gradients are multiplied by
 * scale (optimizer_clip()) on the way.
 */
void optimizer_step(const struct optimizer *, const struct optimizer_options *,
    double rate, uint64_t t, double scale, struct optimizer_rates *);

/*
 * What to multiply all gradients by, so that their norm is at most limit:
 * min(1, limit / sqrt(squares)), squares the sum of vec_squares() over every
 * gradient of the step, in a fixed order.  A limit of 0 is none.  Pascanu,
 * Mikolov, Bengio 2013, section 3.2.
 */
double optimizer_clip(double limit, double squares);

#endif
