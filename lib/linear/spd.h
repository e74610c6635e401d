/*
 * spd - small systems of equations, symmetric and positive definite, in double.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SPD_H
#define LINEAR_SPD_H

#include "base/base.h"

/*
 * Solves a x = b for a [d,d] and b [d].  Only the lower triangle of a is read.
 * Replaces b by x, and a by its Cholesky factor.  Returns -1 if a is not
 * positive definite to working precision.
 */
int spd_solve(size_t d, double *a, double *b);

#endif
