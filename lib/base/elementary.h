/*
 * elementary - exp, log and their kin, the same bits on every machine.
 *
 * A C library's own differ from one to the next, and with them the last bits of
 * what is trained.  These are made of +, -, *, /, sqrt and fma in double, which
 * IEEE 754 fixes to the bit, in a stated order.  They are within 2 units of the
 * last place, but for elementary_pow().
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_ELEMENTARY_H
#define BASE_ELEMENTARY_H

#include "base/base.h"

/* e^x.  Above the largest double infinite, below the smallest 0. */
double elementary_exp(double x);

/* ln x.  Of 0 minus infinity, below 0 NaN. */
double elementary_log(double x);

/* ln(1 + x), also near 0. */
double elementary_log1p(double x);

/* log2 x; whole where x is a power of two. */
double elementary_log2(double x);

/* x^y as exp(y ln x), x >= 0: within 2 + 2 |y ln x| units of the last place.  x^0
 * is 1 and x^1 x. */
double elementary_pow(double x, double y);

/* cos(pi t), 0 <= t <= 1. */
double elementary_cos_pi(double t);

#endif
