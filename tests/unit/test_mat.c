/* test_mat - raw float matrices: whole, cut, and with numbers that are not
 * finite. */
/* SPDX-License-Identifier: MIT */
#include "io/mat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/input.h"
#include "io/output.h"
#include "scratch.h"
#include "tap.h"

#define ROWS 5000
#define COLS 7

static struct fail f;
static const char *const paths[] = {"first", "second"};
static float x[ROWS * COLS], y[ROWS * COLS];
static int gaps; /* may rows be all NaN? */

static void
put_file(int i, const void *p, size_t n)
{
	FILE *file = fopen(paths[i], "w");

	if (!file || fwrite(p, 1, n, file) != n || fclose(file))
		ok(0, "%s can be written", paths[i]);
}

/* Reads the first n paths into y, max rows at a time.  Returns the number of
 * rows, or -1. */
static long
read_all(size_t n, size_t max)
{
	struct input *in = input_open(paths, n, &input_of_floats, &f);
	struct mat_rows rows = {.gaps = gaps};
	size_t got, all = 0;
	int r;

	while ((r = mat_read(in, COLS, size_min(max, ROWS - all),
		    y + all * COLS, &got, &rows, &f)) == 0 &&
	       got)
		all += got;
	input_close(in);
	return r || rows.row != all ? -1 : (long)all;
}

static void
test_read(void)
{
	size_t half = ROWS / 2 * COLS;

	put_file(0, x, sizeof(x));
	ok(read_all(1, 1) == ROWS && !memcmp(x, y, sizeof(x)),
	    "a matrix is read row by row");
	memset(y, 0, sizeof(y));
	ok(read_all(1, 999) == ROWS && !memcmp(x, y, sizeof(x)), "or by many");
	put_file(0, x, half * sizeof(*x));
	put_file(1, x + half, sizeof(x) - half * sizeof(*x));
	memset(y, 0, sizeof(y));
	ok(read_all(2, 999) == ROWS && !memcmp(x, y, sizeof(x)),
	    "or from two files");
	put_file(1, "", 0);
	ok(read_all(2, 10) == ROWS / 2, "one of which may be empty");
	put_file(0, x, COLS * 4 * 3 - 1);
	put_file(1, x, 1);
	ok(read_all(2, 10) == -1 && strstr(f.msg, "first:row 3 @offset 56: "
						  "the row is cut short"),
	    "a row does not reach into the next file: %s", f.msg);
}

static void
test_bad_numbers(void)
{
	static const float bad[] = {NAN, INFINITY, -INFINITY};
	struct mat m;
	size_t i;
	int good = 1;

	for (i = 0; i < COUNTOF(bad); i++) {
		x[40 * COLS + 3] = bad[i];
		put_file(0, x, sizeof(x));
		good &= read_all(1, 16) == -1 &&
		        strstr(f.msg, ":row 41: column 4 is not") != NULL;
		good &= !mat_open(&m, paths[0], COLS, 0, &f) &&
		        mat_check(&m, paths[0], &f) == -1 &&
		        strstr(f.msg, ":row 41: column 4 is not") != NULL;
		mat_close(&m);
	}
	x[40 * COLS + 3] = 1;
	ok(good, "what is not finite is an error: %s", f.msg);
}

/* Sets row i of x to NaN and returns the old values. */
static void
swap_row(size_t i, float *was)
{
	size_t k;

	for (k = 0; k < COLS; k++) {
		float had = x[i * COLS + k];

		x[i * COLS + k] = was[k];
		was[k] = had;
	}
}

static void
test_gaps(void)
{
	static const size_t at[] = {0, 40, 41, ROWS - 1};
	float was[COUNTOF(at)][COLS];
	size_t i, k;

	for (i = 0; i < COUNTOF(at); i++) {
		for (k = 0; k < COLS; k++)
			was[i][k] = NAN;
		swap_row(at[i], was[i]);
	}
	put_file(0, x, sizeof(x));
	ok(read_all(1, 16) == -1 && strstr(f.msg, "row 1: column 1 is not"),
	    "a row of NaN is an error: %s", f.msg);
	gaps = 1;
	memset(y, 0, sizeof(y));
	ok(read_all(1, 16) == ROWS && !memcmp(x, y, sizeof(x)),
	    "or a gap, where there may be some");
	x[41 * COLS + 2] = 0;
	put_file(0, x, sizeof(x));
	ok(read_all(1, 16) == -1 && strstr(f.msg, "row 42: column 1 is not"),
	    "a row with some NaN is none: %s", f.msg);
	x[41 * COLS + 2] = NAN;
	x[41 * COLS + 6] = INFINITY;
	put_file(0, x, sizeof(x));
	ok(read_all(1, ROWS) == -1 && strstr(f.msg, "row 42: column 1 is not"),
	    "nor is one with an infinity: %s", f.msg);
	x[41 * COLS + 6] = NAN;
	x[99 * COLS + 6] = NAN;
	put_file(0, x, sizeof(x));
	ok(read_all(1, ROWS) == -1 && strstr(f.msg, "row 100: column 7 is not"),
	    "what comes after gaps is still looked at: %s", f.msg);
	x[99 * COLS + 6] = 0;
	for (i = 0; i < COUNTOF(at); i++)
		swap_row(at[i], was[i]);
	gaps = 0;
}

/* Threads check parts of the matrix; the first bad number is reported. */
static void
test_first(void)
{
	enum { n = 3 << 18 };
	float *much = calloc(n, sizeof(*much));
	struct mat m;
	int good = much != NULL;

	if (much) {
		much[(2 << 18) + 5] = much[(1 << 18) + 9] = NAN;
		put_file(0, much, n * sizeof(*much));
		good = !mat_open(&m, paths[0], 4, 0, &f) &&
		       mat_check(&m, paths[0], &f) == -1 &&
		       strstr(f.msg, ":row 65539: column 2 is not");
		mat_close(&m);
	}
	free(much);
	ok(good, "of several numbers that are not, the first: %s", f.msg);
}

static void
test_open(void)
{
	struct mat m;

	put_file(0, x, sizeof(x));
	ok(!mat_open(&m, paths[0], COLS, 0, &f) && m.rows == ROWS &&
		!memcmp(m.x, x, sizeof(x)) && !mat_check(&m, paths[0], &f),
	    "a matrix is mapped");
	mat_close(&m);
	ok(mat_open(&m, paths[0], COLS + 2, 0, &f) == -1 &&
		strstr(f.msg, "divided into rows of 9 columns"),
	    "a size that is no multiple is an error: %s", f.msg);
	mat_close(&m);
	put_file(0, "", 0);
	ok(!mat_open(&m, paths[0], COLS, 0, &f) && m.rows == 0 &&
		!mat_check(&m, paths[0], &f),
	    "an empty file is no rows");
	mat_close(&m);
	ok(mat_open(&m, "/dev/null", COLS, 0, &f) == -1,
	    "a device is refused: %s", f.msg);
	ok(mat_open(&m, ".", COLS, 0, &f) == -1, "a directory too: %s", f.msg);
	ok(mat_open(&m, "/no/such", COLS, 0, &f) == -1, "and nothing: %s",
	    f.msg);
}

static void
test_put(void)
{
	struct output *o = output_open(paths[0], OUTPUT_BINARY, &f);

	mat_put(o, ROWS, COLS, x);
	memset(y, 0, sizeof(y));
	ok(!output_commit(o, &f) && read_all(1, 100) == ROWS &&
		!memcmp(x, y, sizeof(x)),
	    "what is put is read");
}

int
main(void)
{
	int i;

	scratch_enter();
	for (i = 0; i < ROWS * COLS; i++)
		x[i] = (float)i / 3;
	test_read();
	test_bad_numbers();
	test_gaps();
	test_first();
	test_open();
	test_put();
	return done();
}
