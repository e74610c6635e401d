/*
 * num - numbers as text and back, fast and exact.
 *
 * Values are written in the shortest form that reads back as the same number; a
 * float always shows a point, an exponent or letters, so that its type can be
 * seen: 3.0, 1e-09, -inf, nan.  An int or a float is read strictly, so that what
 * reads as one is written again as it was: no blanks, no +, no 007.
 *
 * Counts and doubles are what people write, in options, settings and logs:
 * 007 is 7, and .5 is 0.5.  All of the text must be the number here too:
 * neither blanks nor a + in front, nor 0x10.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/base.h"

#define NUM_MAX 24 /* bytes that any of them may take */

/* Write x to p, which has room for NUM_MAX bytes, no NUL after it; return the
 * end. */
char *num_put_int(char *p, int64_t x);
char *num_put_float(char *p, float x);
char *num_put_double(char *p, double x); /* a whole one without a point: 3 */

/* 0 if the n bytes at s are a whole number that int64 holds; else -1. */
int num_get_int(const char *s, size_t n, int64_t *x);

/* 0 if the n bytes at s are a decimal number within float's range, inf, -inf
 * or nan; else -1.  Rounded to nearest. */
int num_get_float(const char *s, size_t n, float *x);

/* 0 if the n bytes at s are digits, and the number they say is one of least ..
 * most; 1 if it is none of these; -1 if they are not digits alone. */
int num_get_count(
    const char *s, size_t n, uint64_t least, uint64_t most, uint64_t *x);

/* 0 if the n bytes at s are a decimal number of less than 64 bytes, inf, -inf or
 * nan; else -1.  What is too large for a double is read as inf or -inf, so the
 * caller says what range it takes. */
int num_get_double(const char *s, size_t n, double *x);

/* 0 if the n bytes at s are 1 to 16 hexadecimal digits of either case; else
 * -1. */
int num_get_hex(const char *s, size_t n, uint64_t *x);

#endif
