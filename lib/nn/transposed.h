/*
 * transposed - the dense parameters turned round, for the way back.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TRANSPOSED_H
#define NN_TRANSPOSED_H

#include "base/base.h"

struct params;

/* Zero it first. */
struct transposed {
	real **at;   /* [params.n] [cols,rows]; NULL: a table */
	real *block; /* what these point into */
};

/* Memory for the params'; freed by transposed_free() in any case. */
int transposed_alloc(struct transposed *, const struct params *, struct fail *);
void transposed_free(struct transposed *);

/* Takes over what the parameters are now. */
void transposed_fill(const struct transposed *, const struct params *);

#endif
