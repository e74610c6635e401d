/*
 * gradient - the gradient of a step: of table rows, and of dense parameters.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_GRADIENT_H
#define NN_GRADIENT_H

#include "base/base.h"

#define GRADIENT_ROWS 50 /* most lookups: see GRADS_ROWS */

/* Gradients of table rows that were looked up together. */
struct row_grads {
	int32_t *id; /* [n] row numbers, each once */
	size_t n, width;
	real *g;      /* [n,width] */
	size_t parts; /* parameters that share these columns */
	struct {
		size_t param, column; /* a parameter, and its first column */
	} part[2];
};

/* The gradient of the summed loss.  It points into the step and the batch, and
 * is valid until the next step. */
struct gradient {
	struct row_grads rows[GRADIENT_ROWS]; /* [nrows] of the query tower, the
                                                 item tower, the fields */
	size_t nrows;
	real *dense; /* [params.dense] of the dense parameters */
};

#endif
