/*
 * validate - ranks of the validation labels among all items, and the validation
 * loss: within batches, as the tutorial's evaluate() reports it, or over all
 * items where training scores all items.
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
	const struct sampler_options *sampler; /* with `all` the loss is over
                                                  all items, otherwise within
                                                  batches */
	size_t batch;                /* queries in a batch for the loss */
	const struct metric *metric; /* NULL: epochs are not compared */
	size_t metric_k;
	int exclude_context; /* ranks leave out the items of a query's
                                context */
};

#define VALIDATE_KS 5 /* k of top_k: 1, 5, 10, 50, 100 */
extern const size_t validate_ks[VALIDATE_KS];

/* Results of a pass.  Losses are in nats, and sums over a batch of `batch`
 * queries, except loss_each. */
struct validation {
	double loss;      /* mean over the batches */
	double loss_last; /* of the last batch: the value of Keras'
                             evaluate() */
	double loss_bar;  /* as in Keras' progress bar: the last batch counts
                             twice */
	double loss_each; /* mean over the examples */
	double top[VALIDATE_KS]; /* share of labels among the k best items */
	double metric;           /* the requested metric */
};

/* One pass over the validation data, examples or sequences.  Returns -1 if
 * memory runs out, a score is not finite, or no sequence has two events. */
int validate(const struct net *, const struct loader_data *,
    const struct validate_options *, struct validation *, struct fail *);

/* Rankings that need no training, and which a model should beat.  In
 * validate_simple.c. */
enum validate_simple_name {
	VALIDATE_POPULARITY,  /* by the counts of the vocabulary */
	VALIDATE_OWN,         /* by the counts of the context, then popularity;
	                         unknown with exclude_context */
	VALIDATE_TRANSITIONS, /* by how often an item followed the context's
	                         last item in training, then popularity */
	VALIDATE_SIMPLE
};
struct validate_simple {
	const char *name;
	const char *key;    /* its metric in journals */
	const char *method; /* of seq-baseline */
};
extern const struct validate_simple validate_simple[VALIDATE_SIMPLE];

/*
 * Sets metric [VALIDATE_SIMPLE] to the metrics of these rankings on the
 * validation data d; exclude_context removes items from them too.  NAN: no
 * metric is requested, there are no validation data or no contexts, or v has no
 * counts.  Returns -1 if memory runs out or a cache cannot be read.
 */
int validate_simple_metrics(const struct vocab *v,
    const struct loader_data *train, const struct loader_data *d,
    const struct validate_options *, double *metric, struct fail *);

#endif
