/*
 * linear_settings - what a method of seq-baseline may be told.
 *
 * A method takes some of them: those that its row names (method.h), with the values
 * that it has there.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_LINEAR_SETTINGS_H
#define LINEAR_LINEAR_SETTINGS_H

#include "base/base.h"

struct cli_option;

struct linear_settings {
	size_t top, popular, steps, neighbours, sample, factors, epochs, seed;
	const char *weighting, *step_weighting, *similarity, *pairs, *rows;
	double alpha, lambda, nu, sigma, xi;
	double lambda_spw, lambda_snh, lambda_inh, lambda_ipw, lambda_idf;
	double delta_pos, delta_inf, delta_time, span;
};

#define LINEAR_SETTINGS_ROWS 30 /* with its headings */

/* Nothing is given: SIZE_MAX, NULL, NAN. */
void linear_settings_clear(struct linear_settings *);

/* The table as options [LINEAR_SETTINGS_ROWS] that lead into *s. */
void linear_settings_rows(struct linear_settings *s, struct cli_option *);

/*
 * Makes *to what the words say, "name=value name=value", and on top what `given`
 * has; the names that are not in the words are cleared.  Words of choices must
 * outlive it.  -1: a setting is given that the words do not have, or the words are
 * wrong.
 */
int linear_settings_make(struct linear_settings *to, const char *words,
    const struct linear_settings *given, struct fail *);

/* To a model, and back from one: only those that are there. */
int linear_settings_save(
    const struct linear_settings *, struct model *, struct fail *);
int linear_settings_load(
    struct linear_settings *, const struct model *, struct fail *);

#endif
