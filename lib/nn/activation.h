/*
 * activation - what is done to scores before the loss, and the table of it.
 *
 * GRU4Rec's final_act.  A derivative is computed from the activated value, so
 * that the score itself need not be kept.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ACTIVATION_H
#define NN_ACTIVATION_H

#include "base/base.h"

struct activation {
	const char *name; /* before a - and its parameter, if it has one */
	const char *help;
	int parameter; /* has it one?  Then it is positive. */

	void (*forward)(size_t n, real *s, double x); /* s [n] = f(s) */

	/* d [n] *= f', at the places where f is a [n]. */
	void (*backward)(size_t n, const real *a, real *d, double x);
};

/*
 * What name says, such as relu, or elu-0.5, whose 0.5 goes to *x (0 of those
 * without).  NULL if there is no such activation, or the parameter is missing,
 * too many, or not a positive number.  activation_at(k) walks the table.
 */
const struct activation *activation_find(const char *name, double *x);
const struct activation *activation_at(size_t k);

#endif
