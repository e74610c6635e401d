/*
 * optim - how a gradient changes a weight, and the table of optimisers.
 *
 * An optimiser sees runs of weights: a whole dense parameter, or a row of an
 * embedding that the batch has touched; rows it has not touched stay as they
 * are.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_OPTIM_H
#define NN_OPTIM_H

#include "base/base.h"

struct optim {
	const char *name; /* as given to seq-train --optimizer= */
	const char *help;
	real start; /* what the accumulators begin with */

	/* w [n] and acc [n] after one step along the summed gradient g [n]. */
	void (*update)(size_t n, real *w, real *acc, const real *g, real rate);
};

/*
 * Duchi, Hazan, Singer 2011, as Keras has it (up to 2.10): acc += g^2; w -=
 * rate g / (sqrt(acc) + 1e-7), acc from 0.1.
 */
extern const struct optim optim_adagrad; /* optim.c */

/* The optimiser called name, or NULL.  optim_at(k) walks the table. */
const struct optim *optim_find(const char *name);
const struct optim *optim_at(size_t k);

#endif
