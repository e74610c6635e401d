/*
 * num - numbers to text and back, fast and exact.
 *
 * Numbers are written in the shortest form that reads back as the same number.
 * A float always has a point, an exponent or letters, which tell it from an
 * int: 3.0, 1e-09, -inf, nan.  The readers of ints and floats are strict, so
 * that every text they accept is written again unchanged: no blanks, no +, no
 * 007.
 *
 * The readers of counts and doubles accept what people write in options,
 * settings and logs: 007 is 7, and .5 is 0.5.  They too need the whole text to
 * be the number: no blanks, no leading +, no 0x10.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/base.h"

#define NUM_MAX 24 /* bytes of the longest number */

/* Write x to p, which has room for NUM_MAX bytes, without a NUL.  Return the
 * end of the text. */
char *num_put_int(char *p, int64_t x);
char *num_put_float(char *p, float x);
char *num_put_double(char *p, double x); /* 3 is written "3" */

/* Returns 0 if s [n] is a whole number that fits int64_t, otherwise -1. */
int num_get_int(const char *s, size_t n, int64_t *x);

/* Returns 0 if s [n] is a decimal number in float's range, inf, -inf or nan;
 * otherwise -1.  Rounds to nearest. */
int num_get_float(const char *s, size_t n, float *x);

/* Returns 0 if s [n] consists of digits and is a number in least .. most, 1 if
 * the number is outside this range, -1 if s has other characters or none. */
int num_get_count(
    const char *s, size_t n, uint64_t least, uint64_t most, uint64_t *x);

/* Returns 0 if s [n] is a decimal number shorter than 64 bytes, inf, -inf or
 * nan; otherwise -1.  A number too large for a double reads as inf or -inf,
 * so callers must check the range. */
int num_get_double(const char *s, size_t n, double *x);

/* Returns 0 if s [n] is 1 to 16 hexadecimal digits of either case, otherwise
 * -1. */
int num_get_hex(const char *s, size_t n, uint64_t *x);

/* The endings of a noun after the count n in a message: "1 item", "2 items";
 * with the verb: "1 item is", "2 items are"; and "1 query", "2 queries". */
static inline const char *
num_s(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static inline const char *
num_are(uint64_t n)
{
	return n == 1 ? " is" : "s are";
}

static inline const char *
num_y(uint64_t n)
{
	return n == 1 ? "y" : "ies";
}

#endif
