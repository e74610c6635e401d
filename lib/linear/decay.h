/*
 * decay - weights that fall with distance.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_DECAY_H
#define LINEAR_DECAY_H

#include "base/base.h"

struct decay {
	const char *name; /* as in seq-baseline --weighting= */
	const char *help;

	/* The weight at a distance of g = 1, 2, ... steps; only exp uses
	 * lambda. */
	double (*at)(size_t g, double lambda);

	/* The weight of place p of l, both counted from 1. */
	double (*place)(size_t p, size_t l, double lambda);
};

const struct decay *decay_find(const char *name); /* or NULL */
struct choice decay_choice(size_t k);

/* e^(-x / lambda); 1 for lambda 0, which turns the decay off. */
double decay_exp(double x, double lambda);

#endif
