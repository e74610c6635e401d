/* outf_number - numbers as text: whole, and floats that read back. */
/* SPDX-License-Identifier: MIT */
#include "io/outf.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
outf_int(struct outf *o, int64_t x)
{
	char s[24], *p = s + sizeof(s);
	uint64_t u = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (x < 0)
		*--p = '-';
	outf_put(o, p, (size_t)(s + sizeof(s) - p));
}

/* Puts a number's digits, and ".0" if they could be those of an integer. */
static void
put_number(struct outf *o, const char *s)
{
	outf_string(o, s);
	if (!strpbrk(s, ".en"))
		outf_string(o, ".0");
}

/* A float that is a small whole number, the common case, needs no search. */
static int
put_whole(struct outf *o, double x)
{
	if (!(x >= 0 && x < 1e6 && x == (double)(int32_t)x) ||
	    (x == 0 && signbit(x)))
		return 0;
	outf_int(o, (int32_t)x);
	outf_put(o, ".0", 2);
	return 1;
}

void
outf_float(struct outf *o, float x)
{
	char s[40];
	int digits;

	if (put_whole(o, (double)x))
		return;
	if (isnan(x)) {
		outf_string(o, "nan");
		return;
	}
	digits = fabsf(x) < FLT_MIN ? 1 : FLT_DIG;
	for (; digits <= FLT_DECIMAL_DIG; digits++) {
		(void)snprintf(s, sizeof(s), "%.*g", digits, (double)x);
		if (strtof(s, NULL) == x)
			break;
	}
	put_number(o, s);
}

void
outf_double(struct outf *o, double x)
{
	char s[40];
	int digits;

	if (put_whole(o, x))
		return;
	if (isnan(x)) {
		outf_string(o, "nan");
		return;
	}
	digits = fabs(x) < DBL_MIN ? 1 : DBL_DIG;
	for (; digits <= DBL_DECIMAL_DIG; digits++) {
		(void)snprintf(s, sizeof(s), "%.*g", digits, x);
		if (strtod(s, NULL) == x)
			break;
	}
	put_number(o, s);
}
