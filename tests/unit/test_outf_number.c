/* test_outf_number - numbers as text that read back as they were. */
/* SPDX-License-Identifier: MIT */
#include "io/outf.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/rng.h"
#include "tap.h"

static struct fail f;
static char path[64];

/* What is in the file at p, at most size - 1 bytes and a NUL; -1: none. */
static long
contents(const char *p, char *s, size_t size)
{
	FILE *file = fopen(p, "r");
	size_t n;

	if (!file)
		return -1;
	n = fread(s, 1, size - 1, file);
	(void)fclose(file); /* only read from */
	s[n] = '\0';
	return (long)n;
}

/* What o, a file of its own, gets from a number. */
static const char *
written(void (*put)(struct outf *, double), double x)
{
	static char s[64];
	struct outf *o = outf_open(path, OUTF_TEXT, &f);

	put(o, x);
	if (outf_commit(o, &f))
		ok(0, "%s", f.msg);
	if (contents(path, s, sizeof(s)) < 0)
		ok(0, "%s is there", path);
	return s;
}

static void
put_float(struct outf *o, double x)
{
	outf_float(o, (float)x);
}

static void
put_int(struct outf *o, double x)
{
	outf_int(o, x < 0 ? INT64_MIN : INT64_MAX);
}

static void
test_forms(void)
{
	static const struct {
		double x;
		const char *f, *d;
	} cases[] = {{0, "0.0", "0.0"}, {-0.0, "-0.0", "-0.0"},
	    {1, "1.0", "1.0"}, {-3, "-3.0", "-3.0"}, {0.1, "0.1", "0.1"},
	    {1e-9, "1e-09", "1e-09"}, {999999, "999999.0", "999999.0"},
	    {1e6, "1e+06", "1000000.0"}, {16777216, "16777216.0", "16777216.0"},
	    {INFINITY, "inf", "inf"}, {-INFINITY, "-inf", "-inf"},
	    {NAN, "nan", "nan"}, {1e-45, "1e-45", "1e-45"},
	    {5e-324, "0.0", "5e-324"}, {FLT_MAX, "3.4028235e+38", NULL},
	    {1.0 / 3, "0.33333334", "0.3333333333333333"}};
	size_t i;
	int good = 1;

	for (i = 0; i < COUNTOF(cases); i++) {
		const char *s = written(put_float, cases[i].x);

		if (strcmp(s, cases[i].f))
			good = 0, printf("# float %s: %s\n", cases[i].f, s);
		s = written(outf_double, cases[i].x);
		if (cases[i].d && strcmp(s, cases[i].d))
			good = 0, printf("# double %s: %s\n", cases[i].d, s);
	}
	ok(good, "floats and doubles are short and show their type");
	ok(!strcmp(written(put_int, -1), "-9223372036854775808") &&
		!strcmp(written(put_int, 1), "9223372036854775807"),
	    "integers are whole, to both ends");
}

/* Is s the shortest decimal that strtof reads as x?  With one digit less the
 * decimals on either side of x are others. */
static int
shortest(const char *s, float x)
{
	char t[40];
	int digits = 0, all = 0;
	const char *p;

	for (p = s; *p && *p != 'e'; p++) {
		all += (*p >= '1' && *p <= '9') || (all && *p == '0');
		if (*p >= '1' && *p <= '9')
			digits = all; /* zeros at the end do not count */
	}
	if (strtof(s, NULL) != x || digits > 9)
		return 0;
	if (digits <= 1)
		return 1;
	(void)snprintf(t, sizeof(t), "%.*g", digits - 1, (double)x);
	return strtof(t, NULL) != x;
}

#define N 200000

static void
test_round_trip(void)
{
	static char text[N * 40];
	struct outf *o = outf_open(path, OUTF_TEXT, &f);
	static float x[N];
	static double y[N];
	struct rng r;
	size_t i, good = 0;
	char *p;

	rng_seed(&r, 9, 9);
	for (i = 0; i < N; i++) {
		uint64_t bits = rng_next(&r);
		uint32_t half = (uint32_t)(bits >> 32);

		if (i % 4 == 0)
			half &= 0x807fffff; /* subnormal */
		memcpy(&x[i], &half, sizeof(half));
		memcpy(&y[i], &bits, sizeof(bits));
		outf_float(o, x[i]);
		outf_char(o, '\n');
		outf_double(o, y[i]);
		outf_char(o, '\n');
	}
	ok(!outf_commit(o, &f) && contents(path, text, sizeof(text)) > 0,
	    "%d numbers of random bits are written", 2 * N);
	for (p = text, i = 0; i < N; i++) {
		char *line[2];
		int j;

		for (j = 0; j < 2; j++) {
			line[j] = p;
			p = strchr(p, '\n');
			*p++ = '\0';
		}
		good += (isnan(x[i]) ? !strcmp(line[0], "nan")
				     : shortest(line[0], x[i])) &&
		        (isnan(y[i]) ? !strcmp(line[1], "nan")
				     : strtod(line[1], NULL) == y[i]) &&
		        strpbrk(line[0], ".en") && strpbrk(line[1], ".en");
	}
	ok(good == N, "each reads back as it was, and shorter would not");
}

int
main(void)
{
	(void)snprintf(
	    path, sizeof(path), "/tmp/test_outf_number.%ld", (long)getpid());
	test_forms();
	test_round_trip();
	(void)unlink(path);
	return done();
}
