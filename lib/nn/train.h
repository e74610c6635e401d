/*
 * train - epochs over what there is to learn from: the steps, the validation,
 * and which epoch was the best.
 *
 * Where training stands is a count of steps and struct train_state; the order,
 * the draws and the dropout follow from the seed, so a run that is taken up
 * again goes on exactly.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TRAIN_H
#define NN_TRAIN_H

#include "base/base.h"

struct candidates_options;
struct dropout;
struct feed_data;
struct feed_options;
struct metric;
struct net;
struct objective;
struct optim;
struct optim_options;
struct schedule;

struct train_options {
	size_t epochs;
	const struct feed_options *feed;
	const struct candidates_options *candidates;
	const struct objective *objective;
	const struct optim *optim;
	const struct optim_options *optim_options; /* settled */
	const struct schedule *schedule;
	double clip; /* greatest length of a gradient; 0: any */
	int mean;    /* gradients of the mean over a full batch, not the sum */
	int lazy;    /* rows without a gradient never change */
	const struct dropout *dropout; /* its step is not looked at */
	uint64_t seed;

	size_t valid_batch;          /* for the validation's in-batch loss */
	const struct metric *metric; /* NULL: no epoch is better than another */
	size_t metric_k;
	size_t patience; /* epochs without a better one that end the run; 0:
			    none do */
};

#define TRAIN_KS 5 /* k of top_k: 1, 5, 10, 50, 100 */
extern const size_t train_ks[TRAIN_KS];

/* What validation saw.  Losses are sums over a batch of valid_batch, nats. */
struct train_valid {
	double loss;      /* mean over the batches */
	double loss_last; /* of the last batch: what Keras' evaluate returns */
	double loss_bar;  /* what Keras' bar shows: the last one counts twice */
	double top[TRAIN_KS]; /* share of labels among the k best items */
	double metric;        /* the one that was asked for */
};

/* Where a run stands. */
struct train_state {
	uint64_t done;     /* steps */
	size_t best_epoch; /* from 1; 0: none yet */
	double best;       /* its metric */
	real *best_w;      /* [net.size] its weights; NULL: none */
	real *carry;       /* [ncarry] of a feed of sessions */
	size_t ncarry;
};

void train_state_free(struct train_state *);

/* One step, as it is told to the caller. */
struct train_event {
	size_t epoch, step;              /* from 1; step within the epoch */
	size_t steps;                    /* in an epoch */
	size_t examples;                 /* predictions in the batch */
	double loss;                     /* summed over the batch, nats */
	const struct train_valid *valid; /* after an epoch's last step, if
					    there are validation examples */
};

/*
 * Trains net from state on, which is all zero or what an earlier run had come
 * to, and calls tell after every step; if that returns not 0 training ends
 * there, and 1 is returned.  v has the labels' counts.  valid, which may be
 * NULL, is data of one kind or the other.  -1: no memory, or a number that is
 * not finite (the message names the step); what tell itself fills in f is kept.
 */
int train_run(struct net *net, const struct feed_data *,
    const struct feed_data *valid, const struct vocab *v,
    const struct train_options *, struct train_state *,
    int (*tell)(void *ctx, const struct train_event *), void *ctx,
    struct fail *);

/* One look at the validation data. */
int train_validate(struct net *, const struct feed_data *,
    const struct train_options *, struct train_valid *, struct fail *);

#endif
