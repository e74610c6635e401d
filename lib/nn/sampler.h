/*
 * sampler - what the labels of a batch are scored against: each other, a
 * sample of the catalogue too, or all of it.
 *
 * --logq takes ln P off a candidate's score in training, P how likely it was to
 * be a candidate (Bengio, Senecal 2008; Yi et al. 2019).  As in GRU4Rec, P is
 * the count of the item in training for a label of the batch, and that to the
 * power of the sampling for a drawn one.  In terms of nn/loss.h: it weighs
 * P^-logq for every copy.
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
	int all;          /* the whole catalogue */
	size_t negatives; /* drawn for each step */
	double power;     /* an item is drawn in proportion to count^power */
	double logq;      /* 0: no correction */
	uint64_t seed;
};

struct sampler {
	struct sampler_options is;
	struct alias *alias; /* of the negatives; NULL: none are drawn */
	double *log_count;   /* [V+1] ln of the counts */
};

/* v has the counts.  -1 without memory, or if nothing could be drawn; freed by
 * sampler_free() in any case. */
int sampler_init(struct sampler *, const struct sampler_options *,
    const struct vocab *v, struct fail *);
void sampler_free(struct sampler *);

/* Adds to b's candidates, which are its labels, and sets what they weigh.  The
 * draw is that of the step. */
void sampler_add(const struct sampler *, struct batch *b, uint64_t step);

#endif
