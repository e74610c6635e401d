/*
 * grads - the gradients of a leaf of a batch: a group of tiles that are added up
 * one after the other, by one thread.
 *
 * All numbers of a leaf stand in one block, so that two leaves are added as two
 * vectors (nn/tree), whatever they are of:
 *
 *   rows of the candidates | rows of the query tower's items, of fields | dense
 *
 * and beside them, in double, those sums that have a term for every event.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_GRADS_H
#define NN_GRADS_H

#include "base/base.h"

struct params;

/* Memory that grows to what a batch needs and is then kept.  Zero it first. */
struct space {
	real *p;
	size_t n; /* numbers there is room for */
};

/* Room for n numbers, whose values are lost; -1 without memory. */
int space_room(struct space *, size_t n, struct fail *);
void space_free(struct space *);

/* The lookups whose rows have gradients: what the item tower gives for the
 * candidates, what the query tower's lookup gives for items, and from
 * GRADS_FIELD on what is looked up for each field of events. */
enum { GRADS_ITEM, GRADS_QUERY, GRADS_FIELD, GRADS_ROWS = 50 };

/* How many numbers there are of each kind. */
struct grads_shape {
	size_t rows[GRADS_ROWS];
	size_t dense; /* of parameters that are no table */
	size_t bias;  /* of the biases among them */
};

/* Zero it first. */
struct grads {
	struct space all;
	size_t n, candidates;   /* numbers in use; of the candidates' rows */
	double *sums;           /* [nsums] the biases', then the loss */
	size_t nsums, room;     /* there is room for */
	real *rows[GRADS_ROWS]; /* parts of all */
	real *dense;            /* param.at on; another part */
	double *bias;           /* param.bias_at on; a part of sums */
	double *loss;           /* another: nats */
	int fresh; /* the candidates' rows are still to be written, not added to */
};

/* The shape of a net's dense parameters, without rows. */
struct grads_shape grads_of(const struct params *);

/* Memory for such sums, whose values are lost; -1 without.  Freed by
 * grads_free() in any case. */
int grads_begin(struct grads *, const struct grads_shape *, struct fail *);
void grads_free(struct grads *);

/* All sums are 0, but for the candidates' rows, which are fresh: whoever is first
 * to add to them writes them, and grads_settle() if nobody was. */
void grads_clear(struct grads *);
void grads_settle(struct grads *);

/* Adds g's sums to to's: numbers from `first` on, count of them; or the doubles. */
void grads_add(
    struct grads *to, const struct grads *, size_t first, size_t count);
void grads_add_sums(struct grads *to, const struct grads *);

/* Puts the biases' sums in their places in dense. */
void grads_round(struct grads *, const struct params *);

/* Where the gradient of a dense parameter stands; of a bias in double. */
real *grads_dense(const struct grads *, const struct params *, size_t param);
double *grads_bias(const struct grads *, const struct params *, size_t param);

#endif
