/*
 * gradient - the gradient of a step: rows of tables, and dense parameters.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_GRADIENT_H
#define NN_GRADIENT_H

#include "base/base.h"

/* Most lists of rows: item tables and biases, the fields of events and of
 * queries, and the fields of items twice. */
#define GRADIENT_ROWS 72

/* Gradients of table rows that were looked up together. */
struct row_grads {
	size_t param; /* the table */
	int32_t *id;  /* [n] row numbers, each once */
	size_t n, stride;
	real *g; /* [n,.] rows that stand `stride` numbers apart */
};

/* The gradient of the summed loss.  It points into the step and the batch, and
 * is valid until the next step. */
struct gradient {
	struct row_grads rows[GRADIENT_ROWS]; /* [nrows] */
	size_t nrows;
	real *dense; /* [params.dense] of the dense parameters */
};

#endif
