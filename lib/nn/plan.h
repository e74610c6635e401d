/*
 * plan - a training run as its user puts it, in words and numbers, and what
 * nn/train makes of it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_PLAN_H
#define NN_PLAN_H

#include "base/base.h"

struct net_shape;
struct train_options;

/* As given to seq-train; NULL, NAN and UNSET: not given. */
struct plan {
	const char *layout, *cell, *loss, *optimizer, *shuffle, *schedule;
	const char *activation, *candidates, *metric;
	size_t dim, units, layers, epochs, batch, max_length, negatives;
	size_t valid_batch, warmup, patience, seed;
	double rate, momentum, beta1, beta2, epsilon, decay, clip;
	double dropout, dropout_embedding, temperature, smoothing;
	double regularisation, calibration, negative_power, logq;
	int tied, item_bias, normalize, mask_padding, mask_accidental, lazy;
	int mean;
};

#define PLAN_UNSET SIZE_MAX

/* The tutorial's, with what depends on other choices not given. */
extern const struct plan plan_default;

struct plan_parts;

/*
 * Fills in what was not given, and checks that all goes together: -1, and a
 * message that names the options, if it does not; -2: no memory.  The parts
 * live until plan_free().
 */
int plan_make(struct plan *, struct plan_parts **, struct fail *);
void plan_free(struct plan_parts *);

const struct train_options *plan_options(const struct plan_parts *);
const struct net_shape *plan_shape(const struct plan_parts *);

/* How many items there are, once that is known. */
void plan_set_items(struct plan_parts *, size_t items);

#endif
