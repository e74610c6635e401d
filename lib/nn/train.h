/*
 * train - epochs over the examples: the order, the steps, the validation.
 *
 * Batches are drawn as the tutorial's input pipeline does: shuffle, then
 * batch, then cache, so that with shuffle "buffer" every epoch sees the same
 * batches.  Where training stands is a count of steps; the order follows from
 * the seed, so a run that is taken up again goes on exactly.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TRAIN_H
#define NN_TRAIN_H

#include "base/base.h"

struct loss;
struct net;
struct optim;

enum train_shuffle {
	TRAIN_NONE,   /* as the examples come */
	TRAIN_BUFFER, /* tf.data's shuffle(buffer), once, kept for all epochs */
	TRAIN_EPOCH,  /* a new permutation each epoch */
};

struct train_options {
	size_t epochs;
	size_t batch;
	enum train_shuffle shuffle;
	size_t buffer; /* TRAIN_BUFFER: how many examples it holds */
	double rate;   /* learning rate */
	uint64_t seed;
	const struct loss *loss;
	const struct optim *optim;
	size_t valid_batch; /* for the validation's in-batch loss */
};

#define TRAIN_KS 5 /* k of top_k: 1, 5, 10, 50, 100 */
extern const size_t train_ks[TRAIN_KS];

/* What validation saw.  Losses are sums over a batch of valid_batch, nats. */
struct train_valid {
	double loss;      /* mean over the batches */
	double loss_last; /* of the last batch: what Keras' evaluate returns */
	double loss_bar;  /* what Keras' bar shows: the last one counts twice */
	double top[TRAIN_KS]; /* share of labels among the k best items */
};

/* One step, as it is told to the caller. */
struct train_event {
	size_t epoch, step;              /* from 1; step within the epoch */
	size_t steps;                    /* in an epoch */
	size_t examples;                 /* in the batch */
	double loss;                     /* summed over the batch, nats */
	const struct train_valid *valid; /* after an epoch's last step, if
					    there are validation examples */
};

/*
 * Trains net on x from done steps on (0, or what an earlier run had done), and
 * calls tell after every step; if that returns not 0 training ends there, with
 * *done the steps done in all, and 1 is returned.  v, validation examples, may
 * be NULL.  -1: no memory, or a number that is not finite (the message names
 * the step); what tell itself fills in f is kept.
 */
int train_run(struct net *net, const struct examples *x,
    const struct examples *v, const struct train_options *, uint64_t *done,
    int (*tell)(void *ctx, const struct train_event *), void *ctx,
    struct fail *);

/* Sets how o shuffles: buffer:N, epoch or none.  -1: how is none of these. */
int train_parse_shuffle(struct train_options *o, const char *how);

/* One look at the validation examples. */
int train_validate(struct net *, const struct examples *v, const struct loss *,
    size_t batch, struct train_valid *, struct fail *);

/* The order of epoch (from 0): order [n]. */
int train_order(const struct train_options *, size_t epoch, size_t n,
    int32_t *order, struct fail *);

#endif
