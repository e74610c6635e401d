/*
 * fit - the functions that fit baselines, and their input.
 *
 * A fit adds the tensors that its scorer reads to the model.
 *
 * Letters: V items, N sequences.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_FIT_H
#define LINEAR_FIT_H

#include "base/base.h"

struct linear_settings;

/* The input of a fit: sequences without unknown items, older ones first.  All V
 * items are in the model's vocabulary, with counts. */
struct fit_data {
	const struct sequences *s;
	size_t items; /* V */
	const double
	    *days; /* [N] from a sequence's end to the newest sequence's end;
                      NULL: see span */
	const struct linear_settings *set;
	const float *start; /* [V,factors] first values of ials; NULL: random */
};

/* All return -1 if memory runs out, or if there is nothing to learn from. */
int fit_pairs(const struct fit_data *, struct model *, struct fail *);
int fit_item_knn(const struct fit_data *, struct model *, struct fail *);
int fit_sessions(const struct fit_data *, struct model *, struct fail *);
int fit_ease(const struct fit_data *, struct model *, struct fail *);
int fit_slist(const struct fit_data *, struct model *, struct fail *);
int fit_ials(const struct fit_data *, struct model *, struct fail *);

#endif
