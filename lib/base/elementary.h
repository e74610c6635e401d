/*
 * elementary - exp, log and related functions, bit for bit alike everywhere.
 *
 * The functions of C libraries differ in their last bits, and so would trained
 * models.  The functions here use only +, -, *, /, sqrt and fma on doubles, in
 * a fixed order; IEEE 754 defines each of these to the bit.  Errors are below 2
 * units in the last place, except in elementary_pow().
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_ELEMENTARY_H
#define BASE_ELEMENTARY_H

#include "base/base.h"

/* e^x.  Overflow gives infinity, underflow 0. */
double elementary_exp(double x);

/* ln x.  ln 0 is minus infinity; NaN for x < 0. */
double elementary_log(double x);

/* ln(1 + x), accurate near x = 0. */
double elementary_log1p(double x);

/* log2 x; exact for powers of two. */
double elementary_log2(double x);

/* x^y = exp(y ln x) for x >= 0.  The error is below 2 + 2 |y ln x| units in
 * the last place.  x^0 is 1, and x^1 is x. */
double elementary_pow(double x, double y);

/* cos(pi t) for 0 <= t <= 1. */
double elementary_cos_pi(double t);

#endif
