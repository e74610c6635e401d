/*
 * num - numbers as text and back, fast and exact.
 *
 * The form is the shortest that reads back as the same number; a float always
 * shows a point, an exponent or letters, so that its type can be seen: 3.0,
 * 1e-09, -inf, nan.  Reading is strict, so that what reads as a number is
 * written again as it was: no blanks, no +, no 007.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_NUM_H
#define IO_NUM_H

#include "base/base.h"

#define NUM_MAX 24 /* bytes that any of them may take */

/* Write x to p, which has room for NUM_MAX bytes, no NUL after it; return the
 * end. */
char *num_put_int(char *p, int64_t x);
char *num_put_float(char *p, float x);

/* 0 if the n bytes at s are a whole number that int64 holds; else -1. */
int num_get_int(const char *s, size_t n, int64_t *x);

/* 0 if the n bytes at s are a decimal number within float's range, inf, -inf
 * or nan; else -1.  Rounded to nearest. */
int num_get_float(const char *s, size_t n, float *x);

#endif
