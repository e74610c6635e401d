/*
 * sampler - the candidates that labels are scored against: the labels of the
 * batch, these and a sample of all items, or all items.
 *
 * In training, --logq subtracts ln P from a candidate's score, where P is the
 * probability that the item is a candidate (Bengio, Senecal 2008; Yi et al.
 * 2019).  As in GRU4Rec, P is the item's count in training for a label of the
 * batch, and that count raised to `power` for a drawn negative.  In terms of
 * nn/loss.h, every copy of an item has the weight P^-logq.
 *
 * Letters: V items, U candidates.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SAMPLER_H
#define NN_SAMPLER_H

#include "base/base.h"

struct alias;
struct batch;

struct sampler_options {
	int all;          /* all items are candidates */
	size_t negatives; /* negatives drawn for each step */
	double power;     /* an item's chance is proportional to count^power */
	double logq;      /* 0: no correction */
	uint64_t seed;
	int mask_context; /* the items of a context are not negatives */
};

struct sampler {
	struct sampler_options is;
	struct alias *alias; /* draws the negatives; NULL: none */
	double *log_count;   /* [V+1] ln of the counts */
};

/* Makes a sampler from the counts of v.  Returns -1 if memory runs out, or no
 * item can be drawn.  Free it with sampler_free(), even after a failure. */
int sampler_init(struct sampler *, const struct sampler_options *,
    const struct vocab *v, struct fail *);
void sampler_free(struct sampler *);

/* Adds negatives to the candidates of b, which are its labels so far, and sets
 * the weights.  The draw depends on the step alone. */
void sampler_add(const struct sampler *, struct batch *b, uint64_t step);

#endif
