/*
 * activation - functions applied to scores before the loss, and their table.
 *
 * GRU4Rec calls this final_act.  Each derivative is computed from the activated
 * value, so the original score need not be kept.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ACTIVATION_H
#define NN_ACTIVATION_H

#include "base/base.h"

struct activation {
	const char *name; /* without the "-" and the parameter that may
                             follow */
	const char *help;
	int parameter; /* 1 if the activation takes a parameter, a positive
                          number */

	void (*forward)(size_t n, real *s, double x); /* s [n] = f(s) */

	/* d [n] *= f', at the places where f is a [n]. */
	void (*backward)(size_t n, const real *a, real *d, double x);
};

/*
 * Finds an activation by name.  A name such as elu-0.5 carries a parameter: 0.5
 * goes to *x, which is 0 for activations without one.  Returns NULL if there is
 * no such activation, or its parameter is missing, unexpected, or not a
 * positive number.  activation_at(k) walks the table.
 */
const struct activation *activation_find(const char *name, double *x);
const struct activation *activation_at(size_t k);

#endif
