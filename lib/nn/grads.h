/*
 * grads - the gradients of a leaf of a batch: a group of tiles that one thread
 * adds up, one after another.
 *
 * All numbers of a leaf are in one block, so that two leaves are added as two
 * vectors (nn/tree):
 *
 *   rows of the candidates | rows of the query tower's items, of fields | dense
 *
 * Sums with a term for every event are kept beside the block, in double.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_GRADS_H
#define NN_GRADS_H

#include "base/base.h"

struct params;

/* Memory that grows to the need of a batch and is then kept.  Zero this before
 * use. */
struct space {
	real *p;
	size_t n; /* capacity, in numbers */
};

/* Makes room for n numbers; their values are lost.  Returns -1 if memory runs
 * out. */
int space_room(struct space *, size_t n, struct fail *);
void space_free(struct space *);

/* The lookups whose rows have gradients: the candidates from the item tower,
 * the items from the query tower, and from GRADS_FIELD on one for each field of
 * events. */
enum { GRADS_ITEM, GRADS_QUERY, GRADS_FIELD, GRADS_ROWS = 50 };

/* How many numbers a leaf has of each kind. */
struct grads_shape {
	size_t rows[GRADS_ROWS];
	size_t dense; /* of dense parameters */
	size_t bias;  /* of the biases among them */
};

/* Zero this before use. */
struct grads {
	struct space all;
	size_t n, candidates;   /* numbers in use; those of the candidates'
                                   rows */
	double *sums;           /* [nsums] the biases' sums, then the loss */
	size_t nsums, room;     /* capacity */
	real *rows[GRADS_ROWS]; /* each points into all */
	real *dense;            /* indexed by param.at; points into all */
	double *bias;           /* indexed by param.bias_at; points into sums */
	double *loss;           /* points into sums; nats */
	int fresh; /* the candidates' rows are unset: write, do not add */
};

/* The shape of a net's dense parameters, with no rows. */
struct grads_shape grads_of(const struct params *);

/* Makes room for sums of that shape; their values are lost.  Returns -1 if
 * memory runs out.  Free it with grads_free(), even after a failure. */
int grads_begin(struct grads *, const struct grads_shape *, struct fail *);
void grads_free(struct grads *);

/* grads_clear(): sets all sums to 0, except for the candidates' rows, which
 * become fresh: the first addition to them writes.  grads_settle() zeroes rows
 * that are still fresh. */
void grads_clear(struct grads *);
void grads_settle(struct grads *);

/* Add the sums of a leaf to those of `to`: grads_add() the numbers first ..
 * first + count - 1, grads_add_sums() the doubles. */
void grads_add(
    struct grads *to, const struct grads *, size_t first, size_t count);
void grads_add_sums(struct grads *to, const struct grads *);

/* Rounds the sums of biases into dense. */
void grads_round(struct grads *, const struct params *);

/* grads_dense() returns the gradient of a dense parameter, grads_bias() the
 * double sums of a bias. */
real *grads_dense(const struct grads *, const struct params *, size_t param);
double *grads_bias(const struct grads *, const struct params *, size_t param);

#endif
