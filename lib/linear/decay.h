/*
 * decay - how much less something counts that is further away.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_DECAY_H
#define LINEAR_DECAY_H

#include "base/base.h"

struct decay {
	const char *name; /* as given to seq-baseline --weighting= */
	const char *help;

	/* What counts g = 1, 2, ... steps away; lambda is of exp alone. */
	double (*at)(size_t g, double lambda);

	/* What an item counts at place p of l, both from 1. */
	double (*place)(size_t p, size_t l, double lambda);
};

const struct decay *decay_find(const char *name); /* or NULL */
struct choice decay_choice(size_t k);

/* e^(-x / lambda); 1 if lambda is 0, which turns it off. */
double decay_exp(double x, double lambda);

#endif
