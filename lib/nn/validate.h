/*
 * validate - ranks of the validation's labels among all items, and the loss
 * within batches as the tutorial's evaluate() shows it, or where training scores
 * all items among these.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_VALIDATE_H
#define NN_VALIDATE_H

#include "base/base.h"

struct loader_data;
struct metric;
struct objective;
struct sampler_options;
struct net;

struct validate_options {
	const struct objective *objective;
	const struct sampler_options *sampler; /* all: the loss is among all
						  items; else within batches */
	size_t batch;                /* queries in a batch of the loss */
	const struct metric *metric; /* NULL: no epoch is better than another */
	size_t metric_k;
};

#define VALIDATE_KS 5 /* k of top_k: 1, 5, 10, 50, 100 */
extern const size_t validate_ks[VALIDATE_KS];

/* What a pass found.  Losses are sums over a batch of valid_batch, but for
 * loss_each; nats. */
struct validation {
	double loss;      /* mean over the batches */
	double loss_last; /* of the last batch: what Keras' evaluate returns */
	double loss_bar;  /* what Keras' bar shows: the last one counts twice */
	double loss_each; /* mean over the examples */
	double top[VALIDATE_KS]; /* share of labels among the k best items */
	double metric;           /* the one that was asked for */
};

/* One pass over the validation data, examples or sequences.  -1: no memory, a
 * score that is not finite, or no sequence has two events. */
int validate(const struct net *, const struct loader_data *,
    const struct validate_options *, struct validation *, struct fail *);

/* The metric of the list of what is popular by v's counts, which knows no query;
 * NAN where no metric is asked for, nothing validates or nothing is counted. */
int validate_popularity(const struct vocab *v, const struct loader_data *,
    const struct validate_options *, double *metric, struct fail *);

#endif
