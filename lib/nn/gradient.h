/*
 * gradient - the gradient of a step: of rows of tables, and of what is no table.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_GRADIENT_H
#define NN_GRADIENT_H

#include "base/base.h"

#define GRADIENT_ROWS 50 /* lookups: see GRADS_ROWS */

/* The gradients of single rows of tables, which a lookup has side by side. */
struct row_grads {
	int32_t *id; /* [n] which rows, each once */
	size_t n, width;
	real *g;      /* [n,width] */
	size_t parts; /* parameters whose columns these are */
	struct {
		size_t param, column; /* where they begin */
	} part[2];
};

/* The gradient of the summed loss; it points into the step and the batch, until
 * the next step. */
struct gradient {
	struct row_grads rows[GRADIENT_ROWS]; /* [nrows] of the query tower, of
						 the item tower, of fields */
	size_t nrows;
	real *dense; /* [params.dense] of what is no table */
};

#endif
