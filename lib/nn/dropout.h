/*
 * dropout - numbers left out at random in training, the others enlarged.
 *
 * Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014, inverted: what
 * stays is divided by the probability to stay, so that nothing is to be done
 * when the model is used.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_DROPOUT_H
#define NN_DROPOUT_H

#include "base/base.h"

struct rng;

/* How much is left out in a step, and where the chances come from: each use of
 * a step has a stream of its own, so that they do not depend on threads. */
struct dropout {
	double embedding; /* of the columns of an item, in all its events */
	double hidden;    /* of the output of a layer */
	double item;      /* of the own rows of candidates that have fields */
	uint64_t seed, step;
};

/* The rate of the layer of that number: 0 is of embeddings. */
double dropout_rate(const struct dropout *, size_t number);

/* What the numbers that stay are multiplied by, 1 / (1 - p). */
real dropout_kept(double p);

/* Does the item's own row give way to row 0 in this step? */
int dropout_item(const struct dropout *, int32_t id);

/* mask [n] = 0 with probability p (a multiple of 2^-16), else 1 / (1 - p).  The
 * number of the layer and that of its rows tell the masks of a step apart. */
void dropout_mask(const struct dropout *, double p, uint32_t layer,
    uint32_t rows, size_t n, real *mask);

/* The same in parts: r is begun, and then every call goes on from the last. */
void dropout_begin(
    const struct dropout *, uint32_t layer, uint32_t rows, struct rng *r);
void dropout_next(struct rng *r, double p, size_t n, real *mask);

#endif
