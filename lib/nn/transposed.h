/*
 * transposed - transposes of the dense parameters, for the backward pass.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TRANSPOSED_H
#define NN_TRANSPOSED_H

#include "base/base.h"

struct params;

/* Zero this before use. */
struct transposed {
	real **at;   /* [params.n] [cols,rows]; NULL: a table has none */
	real *block; /* the memory that `at` points into */
};

/* Allocates memory for the transposes of params.  Returns -1 if memory runs
 * out.  Free it with transposed_free(), even after a failure. */
int transposed_alloc(struct transposed *, const struct params *, struct fail *);
void transposed_free(struct transposed *);

/* Transposes the present values of the parameters. */
void transposed_fill(const struct transposed *, const struct params *);

#endif
