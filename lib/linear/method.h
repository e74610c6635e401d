/*
 * method - the table of baselines: how each is fitted.
 *
 * A method is a fit and settings for it: rules with a window, and the neighbours of
 * several papers, are rows of the same fit.  What a fit leaves in the model, its
 * scorer answers from.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_METHOD_H
#define LINEAR_METHOD_H

#include "base/base.h"

struct fit_data;
struct linear_settings;

struct method {
	const char *name; /* as given to seq-baseline --method= */
	const char *help;
	const char *settings; /* those that it takes, with their defaults */
	const char *scorer;   /* see scorer.h */

	/* Adds tensors to the model; NULL: counts are all. */
	int (*fit)(const struct fit_data *, struct model *, struct fail *);
};

const struct method *method_find(const char *name); /* or NULL */
struct choice method_choice(size_t k);

/* -1: settings that do not go together. */
int method_check(const struct linear_settings *, struct fail *);

/* Fits m, which has its vocabulary, and sets its settings.  -1: no memory, or
 * nothing can be learnt from the data. */
int method_fit(const struct method *, const struct fit_data *, struct model *m,
    struct fail *);

#endif
