/*
 * method - the table of baselines and their fits.
 *
 * A method is a fit with default settings, so several methods can share a fit.
 * The method's scorer answers queries from the tensors that the fit added to
 * the model.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_METHOD_H
#define LINEAR_METHOD_H

#include "base/base.h"

struct fit_data;
struct linear_settings;

struct method {
	const char *name; /* as in seq-baseline --method= */
	const char *help;
	const char *settings; /* the settings that it takes, with their
                                 defaults */
	const char *scorer;   /* see scorer.h */

	/* Adds tensors to the model; NULL: counts suffice. */
	int (*fit)(const struct fit_data *, struct model *, struct fail *);
};

const struct method *method_find(const char *name); /* or NULL */
struct choice method_choice(size_t k);

/* timed: the sequences have times.  Returns -1 if settings contradict each
 * other. */
int method_check(const struct linear_settings *, int timed, struct fail *);

/* Fits m, which has its vocabulary, and stores the settings.  Returns -1 if
 * memory runs out, or there is nothing to learn from. */
int method_fit(const struct method *, const struct fit_data *, struct model *m,
    struct fail *);

#endif
