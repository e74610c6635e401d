/*
 * decimal - decimal numbers as text, compared by value.
 *
 * No number is converted, so ids of any length keep their order; as int64 or
 * double some of them would become equal.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_DECIMAL_H
#define IO_DECIMAL_H

#include "base/base.h"

struct decimal {
	int negative;
	struct slice whole; /* digits before the point, without leading zeros */
	struct slice part;  /* digits after the point, without trailing zeros */
};

/* Returns 1 if text is a decimal number, [-+]digits[.digits]; *x points into
 * text. */
int decimal_parse(struct decimal *x, struct slice text);

/* Returns a number below 0, 0 or above 0 as a < b, a = b or a > b. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

#endif
