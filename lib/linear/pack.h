/*
 * pack - whole numbers and doubles in a model's tensors of floats.
 *
 * A float represents whole numbers up to 2^24; a double is stored as the sum of
 * two floats, to 48 bits.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_PACK_H
#define LINEAR_PACK_H

#include "base/base.h"

#define PACK_MOST ((size_t)1 << 24)

/* Adds a tensor [n,1] for whole numbers up to `most`.  Returns NULL if the
 * matrix is too large, or memory runs out. */
struct tensor *pack_integers(
    struct model *, const char *name, size_t n, size_t most, struct fail *);

/* Returns -1 if x is not a whole number, or is above `most`. */
int pack_get_integer(float x, size_t most, size_t *to);

void pack_put_double(float *to /* [2] */, double x);
double pack_get_double(const float *x /* [2] */);

#endif
