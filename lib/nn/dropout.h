/*
 * dropout - in training, sets random numbers to 0 and scales up the others.
 *
 * Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014.  This is
 * inverted dropout: a kept number is divided by the probability of keeping it,
 * so that a trained model needs no correction.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_DROPOUT_H
#define NN_DROPOUT_H

#include "base/base.h"

struct rng;

/* The rates of a step and its random stream.  Each use within a step has a
 * stream of its own, so the masks do not depend on threads. */
struct dropout {
	double embedding; /* rate for the columns of an item, the same in all
                             its events */
	double hidden;    /* rate for the outputs of layers */
	double item;      /* rate for a candidate's own row, if items have
                             fields */
	uint64_t seed, step;
};

/* Returns the rate of the dropout layer of that number; number 0 is for
 * embeddings. */
double dropout_rate(const struct dropout *, size_t number);

/* The factor for kept numbers, 1 / (1 - p). */
real dropout_kept(double p);

/* Returns 1 if row 0 replaces the item's own row in this step. */
int dropout_item(const struct dropout *, int32_t id);

/* mask [n] = 0 with probability p (a multiple of 2^-16), else 1 / (1 - p).  The
 * numbers of the layer and of its rows select one of the step's masks. */
void dropout_mask(const struct dropout *, double p, uint32_t layer,
    uint32_t rows, size_t n, real *mask);

/* Makes a mask in parts: dropout_begin() starts r, and each further call
 * continues the mask. */
void dropout_begin(
    const struct dropout *, uint32_t layer, uint32_t rows, struct rng *r);
void dropout_next(struct rng *r, double p, size_t n, real *mask);

#endif
