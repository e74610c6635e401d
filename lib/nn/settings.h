/*
 * settings - a training run as its user puts it, in words and numbers, and what
 * nn/train makes of it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SETTINGS_H
#define NN_SETTINGS_H

#include "base/base.h"

struct net_shape;
struct run_sources;
struct train_options;

/* As given to seq-train; NULL, NAN and UNSET: not given. */
struct settings {
	const char *layout, *cell, *loss, *optimizer, *shuffle, *schedule;
	const char *activation, *sampler, *metric;
	size_t dim, units, layers, epochs, batch, max_length, negatives;
	size_t valid_batch, warmup, patience, seed;
	double rate, momentum, beta1, beta2, epsilon, decay, clip;
	double dropout, dropout_embedding, temperature, smoothing;
	double regularisation, calibration, negative_power, logq;
	int tied, item_bias, normalize, mask_padding, mask_accidental, lazy;
	int mean;
};

#define SETTINGS_UNSET SIZE_MAX

/* The tutorial's, with what depends on other choices not given. */
extern const struct settings settings_default;

struct settings_parts;

/*
 * Fills in what was not given, and what the sources, which may be NULL, have of
 * it: the shape is that of the parts.  Checks that all goes together: -1, and a
 * message that names the options, if it does not; -2: no memory.  The parts
 * live until settings_free().
 */
int settings_make(struct settings *, struct run_sources *,
    struct settings_parts **, struct fail *);
void settings_free(struct settings_parts *);

const struct train_options *settings_options(const struct settings_parts *);
const struct net_shape *settings_shape(const struct settings_parts *);

/* How many items there are, once that is known. */
void settings_set_items(struct settings_parts *, size_t items);

#endif
