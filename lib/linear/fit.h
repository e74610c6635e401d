/*
 * fit - what baselines are fitted to, and the fits.
 *
 * A fit adds to the model the tensors that its scorer answers from.
 *
 * Letters: V items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_FIT_H
#define LINEAR_FIT_H

#include "base/base.h"

struct linear_settings;

/* What a fit works on: sequences without unknown items, whose V items are all in
 * the model's vocabulary, with counts.  Older sequences come first. */
struct fit_data {
	const struct sequences *s;
	size_t items; /* V */
	const struct linear_settings *set;
	const float *start; /* [V,factors] first values of ials; NULL: random */
};

/* -1: no memory, or nothing can be learnt from the data. */
int fit_pairs(const struct fit_data *, struct model *, struct fail *);
int fit_item_knn(const struct fit_data *, struct model *, struct fail *);
int fit_sessions(const struct fit_data *, struct model *, struct fail *);
int fit_ease(const struct fit_data *, struct model *, struct fail *);
int fit_slist(const struct fit_data *, struct model *, struct fail *);
int fit_ials(const struct fit_data *, struct model *, struct fail *);

#endif
