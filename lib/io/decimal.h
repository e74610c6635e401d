/*
 * decimal - numbers as they are written, compared by value.
 *
 * Nothing is converted, so that ids of any length keep their order: an int64
 * or a double would merge some.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_DECIMAL_H
#define IO_DECIMAL_H

#include "base/base.h"

struct decimal {
	int negative;
	struct slice whole; /* digits before the point, no zeros in front */
	struct slice part;  /* digits behind it, no zeros at the end */
};

/* Is text a decimal number, [-+]digits[.digits]?  *x points into text. */
int decimal_parse(struct decimal *x, struct slice text);

/* Less than 0, 0 or more than 0, as a is less than, equal to, more than b. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

#endif
