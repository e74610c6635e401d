/* test_num - numbers to the shortest text, and back. */
/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "tap.h"

static void
is_int(int64_t x, const char *want)
{
	char s[NUM_MAX + 1];
	int64_t back;

	*num_put_int(s, x) = '\0';
	ok(!strcmp(s, want) && !num_get_int(s, strlen(s), &back) && back == x,
	    "int64 %s", want);
}

static void
is_float(float x, const char *want)
{
	char s[NUM_MAX + 1];
	float back;

	*num_put_float(s, x) = '\0';
	ok(!strcmp(s, want) && !num_get_float(s, strlen(s), &back) &&
		(back == x || (isnan(back) && isnan(x))),
	    "float %s (%s)", want, s);
}

static void
test_known(void)
{
	is_int(0, "0");
	is_int(-1, "-1");
	is_int(99, "99");
	is_int(100, "100");
	is_int(12345, "12345");
	is_int(INT64_MAX, "9223372036854775807");
	is_int(INT64_MIN, "-9223372036854775808");
	is_float(0, "0.0");
	is_float(-0.0f, "-0.0");
	is_float(4, "4.0");
	is_float(-3, "-3.0");
	is_float(3.5f, "3.5");
	is_float(0.1f, "0.1");
	is_float(-41.66367f, "-41.66367");
	is_float(1e6f, "1e+06");
	is_float(1234567, "1234567.0");
	is_float(1e-9f, "1e-09");
	is_float(16777216, "16777216.0");
	is_float(1.0f / 3, "0.33333334");
	is_float(FLT_MAX, "3.4028235e+38");
	is_float(FLT_MIN, "1.1754944e-38");
	is_float(1e-45f, "1e-45");
	is_float(-1.23456787e-38f, "-1.2345679e-38");
	is_float(INFINITY, "inf");
	is_float(-INFINITY, "-inf");
	is_float(NAN, "nan");
}

static void
test_refused(void)
{
	static const char *const no_int[] = {"", "-", "-0", "007", "+1", " 1",
	    "1 ", "1.0", "9223372036854775808", "-9223372036854775809",
	    "99999999999999999999", "0x1"};
	static const char *const no_float[] = {"", "-", ".", "+1.0", " 1.0",
	    "1.0 ", "0x1p3", "1e99", "-1e99", "infinity", "NaN", "1,0", "1e",
	    "--1"};
	size_t i;
	int64_t n;
	float x;

	for (i = 0; i < COUNTOF(no_int); i++)
		ok(num_get_int(no_int[i], strlen(no_int[i]), &n) == -1,
		    "'%s' is no int64", no_int[i]);
	for (i = 0; i < COUNTOF(no_float); i++)
		ok(num_get_float(no_float[i], strlen(no_float[i]), &x) == -1,
		    "'%s' is no float", no_float[i]);
}

static void
test_counts(void)
{
	static const char *const none[] = {"", "-1", "+1", " 1", "1 ", "1.0",
	    "0x1", "1e3", "x", "99999999999999999999x"};
	static const char *const outside[] = {"4", "001", "101",
	    "18446744073709551616", "99999999999999999999999999"};
	uint64_t x = 7;
	size_t i;

	for (i = 0; i < COUNTOF(none); i++)
		ok(num_get_count(none[i], strlen(none[i]), 0, UINT64_MAX, &x) ==
			    -1 &&
			x == 7,
		    "'%s' is no count", none[i]);
	for (i = 0; i < COUNTOF(outside); i++)
		ok(num_get_count(outside[i], strlen(outside[i]), 5, 100, &x) ==
			    1 &&
			x == 7,
		    "%s is not one of 5 .. 100", outside[i]);
	ok(!num_get_count("5", 1, 5, 100, &x) && x == 5, "the least");
	ok(!num_get_count("100", 3, 5, 100, &x) && x == 100, "the most");
	ok(!num_get_count("0042", 4, 5, 100, &x) && x == 42, "zeros in front");
	ok(!num_get_count("12,34", 2, 0, 100, &x) && x == 12, "a part of text");
	ok(!num_get_count("18446744073709551615", 20, 0, UINT64_MAX, &x) &&
		x == UINT64_MAX,
	    "the greatest of 64 bits");
}

static void
is_double(const char *s, double want)
{
	double x = 7;

	ok(!num_get_double(s, strlen(s), &x) && x == want, "'%s' is %g", s,
	    want);
}

static void
test_doubles(void)
{
	static const char *const none[] = {"", "-", ".", "+1", " 1", "1 ",
	    "1,5", "0x10", "0x1p3", "NAN", "-nan", "infinity", "INF", "1e",
	    "1.2.3", "--1", "1 2"};
	char s[128];
	double x;
	size_t i;

	is_double("3", 3);
	is_double("-3.25", -3.25);
	is_double(".5", .5);
	is_double("5.", 5);
	is_double("1e-3", 1e-3);
	is_double("1E+3", 1000);
	is_double("007.5", 7.5);
	is_double("0.1", 0.1);
	is_double("inf", INFINITY);
	is_double("-inf", -INFINITY);
	is_double("1e999", INFINITY);
	for (i = 0; i < COUNTOF(none); i++)
		ok(num_get_double(none[i], strlen(none[i]), &x) == -1,
		    "'%s' is no double", none[i]);
	memset(s, '1', sizeof(s));
	ok(num_get_double(s, 63, &x) == 0 && num_get_double(s, 64, &x) == -1,
	    "a number of 63 bytes is read, one of 64 is not");
	ok(!num_get_double("2.5e1", 3, &x) && x == 2.5, "a part of text");
	ok(!num_get_double("nan", 3, &x) && isnan(x), "'nan' is one too");
}

static void
writes_double(double x, const char *want)
{
	char s[NUM_MAX + 1];
	double back;

	*num_put_double(s, x) = '\0';
	ok(!strcmp(s, want) && !num_get_double(s, strlen(s), &back) &&
		back == x,
	    "double %s", s);
}

static void
test_written_doubles(void)
{
	char s[NUM_MAX];

	writes_double(3, "3");
	writes_double(-0.1, "-0.1");
	writes_double(1.0 / 3, "0.3333333333333333");
	writes_double(1e-9, "1e-09");
	writes_double(-DBL_MAX, "-1.7976931348623157e+308");
	writes_double(INFINITY, "inf");
	ok(num_put_double(s, -NAN) == s + 3 && !memcmp(s, "nan", 3),
	    "a nan has no sign");
}

static void
test_hex(void)
{
	uint64_t x = 7;

	ok(!num_get_hex("00ffA9", 6, &x) && x == 0xffa9, "hexadecimal digits");
	ok(!num_get_hex("fedcba9876543210", 16, &x) && x == 0xfedcba9876543210u,
	    "as many as fit");
	ok(num_get_hex("", 0, &x) && num_get_hex("0x", 2, &x) &&
		num_get_hex("g", 1, &x) && num_get_hex("-1", 2, &x) &&
		num_get_hex("00000000000000000", 17, &x),
	    "nothing else, and no more");
}

/* The C library's reading of the text. */
static int
is_shortest(float x, const char *s)
{
	char want[40];
	int digits = fabsf(x) < FLT_MIN ? 1 : 6;

	do
		(void)snprintf(want, sizeof(want), "%.*g", digits, (double)x);
	while (strtof(want, NULL) != x && digits++ < 9);
	if (!strpbrk(want, ".en"))
		(void)strcat(want, ".0");
	return !strcmp(s, want);
}

static float
random_float(struct rng *r, int how)
{
	uint32_t bits = (uint32_t)rng_next(r);
	float x;

	if (how == 0) {
		memcpy(&x, &bits, sizeof(x));
		return isnan(x) ? 0 : x;
	}
	if (how == 1)
		return (float)(bits >> 8) / powf(10, (float)(bits & 7));
	return (float)(2 * rng_uniform(r) - 1);
}

static void
test_random(void)
{
	struct rng r;
	char s[64];
	int i, shortest = 1, back = 1, read = 1;
	float x, y;

	rng_seed(&r, 1, 0);
	for (i = 0; i < 200000; i++) {
		x = random_float(&r, i % 3);
		*num_put_float(s, x) = '\0';
		shortest &= is_shortest(x, s);
		back &= !num_get_float(s, strlen(s), &y) &&
		        !memcmp(&x, &y, sizeof(x));
		/* Reads decimals of any length too, not only those that num
		 * writes. */
		(void)snprintf(s, sizeof(s), "%.*f", (int)rng_below(&r, 14),
		    100 * (double)random_float(&r, 2));
		read &=
		    !num_get_float(s, strlen(s), &y) && y == strtof(s, NULL);
	}
	ok(shortest, "floats are as short as can be");
	ok(back, "what is written reads back");
	ok(read, "decimals round as strtof has it");
}

int
main(void)
{
	test_known();
	test_refused();
	test_counts();
	test_doubles();
	test_written_doubles();
	test_hex();
	test_random();
	return done();
}
