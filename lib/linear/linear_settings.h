/*
 * linear_settings - the settings of seq-baseline's methods.
 *
 * A method takes the settings that its row names (method.h), with the defaults
 * given there.
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

#define LINEAR_SETTINGS_ROWS 30 /* including headings */

/* Sets all to "not given": SIZE_MAX, NULL, NAN. */
void linear_settings_clear(struct linear_settings *);

/* The table as options [LINEAR_SETTINGS_ROWS] that store into *s. */
void linear_settings_rows(struct linear_settings *s, struct cli_option *);

/*
 * Fills *to from words, "name=value name=value", overridden by `given`; other
 * settings are cleared.  Words of choices must outlive *to.  Returns -1 if a
 * given setting is not in the words, or the words are malformed.
 */
int linear_settings_make(struct linear_settings *to, const char *words,
    const struct linear_settings *given, struct fail *);

/* Save the settings that are given to a model, and load them.  Return -1 if
 * memory runs out; linear_settings_load() also if a setting is malformed. */
int linear_settings_save(
    const struct linear_settings *, struct model *, struct fail *);
int linear_settings_load(
    struct linear_settings *, const struct model *, struct fail *);

#endif
