/*
 * optimizer - how a gradient changes a weight, and the table of optimisers.
 *
 * An optimiser works on runs of weights: a whole dense parameter, or a row of
 * an embedding table.  For each weight it keeps numbers of its own, called
 * slots.
 *
 * If sparse() is true, a row without a gradient does not change and can be
 * skipped.  Other optimisers must visit every row at every step, with a
 * gradient of zeros (g NULL): averages decay and momentum carries on.  Lazy
 * updates (--lazy) skip these rows for speed: a skipped row neither moves nor
 * decays, and nothing is caught up later.  So adamw's decay affects a row as
 * often as the row is seen; the bias correction still counts the steps of the
 * run.
 *
 * A run calls optimizer_settle() once; each step t calls optimizer_step(), and
 * then o->update(n, w, slot, g, &d) for every run of weights.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_OPTIMIZER_H
#define NN_OPTIMIZER_H

#include <math.h>

#include "base/base.h"

struct optimizer_rates; /* math/optimizer_kernels.h: the numbers of one step */

#define OPTIMIZER_SLOTS 2

/* As the user sets them; NAN: not given. */
struct optimizer_options {
	double rate;     /* before the schedule */
	double momentum; /* 0: none, and no slot for momentum */
	double beta1;    /* decay rate of the mean gradient */
	double beta2;    /* decay rate of the mean square */
	double epsilon;
	double decay; /* weight decay, for a learning rate of 1 */
};

#define OPTIMIZER_UNSET                      \
	{                                    \
		NAN, NAN, NAN, NAN, NAN, NAN \
	}

struct optimizer {
	const char *name; /* as in seq-train --optimizer= */
	const char *help;

	/* Default options; NAN: the optimiser does not take this option. */
	struct optimizer_options own;
	int corrected; /* corrects the bias of averages that begin at 0, as Adam
                          does */

	/* With options that optimizer_settle() completed: slots() returns the
	 * number of slots; sparse() returns 1 if rows without a gradient can be
	 * skipped. */
	size_t (*slots)(const struct optimizer_options *);
	int (*sparse)(const struct optimizer_options *);
	real start[OPTIMIZER_SLOTS]; /* first values of the slots */

	/*
	 * Updates w [n] and its slots slot[0] [n], slot[1] [n] by one step
	 * along the summed gradient g [n]; g NULL: a gradient of zeros.  slot
	 * has as many pointers as there are slots.
	 */
	void (*update)(size_t n, real *w, real *const *slot, const real *g,
	    const struct optimizer_rates *);
};

/* Returns the optimiser of that name, or NULL.  optimizer_at(k) walks the
 * table; NULL past its end.  The first is the tutorial's. */
const struct optimizer *optimizer_find(const char *name);
const struct optimizer *optimizer_at(size_t k);

/* Fills in defaults; options that the optimiser does not take become 0.
 * Returns -1 if an option is out of range, or the user gave one that the
 * optimiser does not take. */
int optimizer_settle(
    const struct optimizer *, struct optimizer_options *, struct fail *);

/*
 * Computes the numbers of step t, counted from 1 at the start of the run.  The
 * learning rate follows the schedule; gradients are multiplied by scale
 * (optimizer_clip()).
 */
void optimizer_step(const struct optimizer *, const struct optimizer_options *,
    double rate, uint64_t t, double scale, struct optimizer_rates *);

/*
 * Returns the factor that limits the norm of all gradients together: min(1,
 * limit / sqrt(squares)).  squares is the sum of vec_squares() over all
 * gradients of the step, in a fixed order.  Limit 0: no clipping.  Pascanu,
 * Mikolov, Bengio 2013, section 3.2.
 */
double optimizer_clip(double limit, double squares);

#endif
