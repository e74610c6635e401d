/*
 * fuzz_mat - files of matrices: raw floats, npy, fvecs.
 *
 * The last byte says how many columns are wanted, 0 for those that the file
 * names.  What is read row by row, and what is opened as a whole, must be the
 * same numbers, or both be refused; of raw floats they are the file's bytes.
 */
/* SPDX-License-Identifier: MIT */
#include "io/mat.h"

#include "base/fail.h"
#include "fuzz.h"
#include "io/file_kind.h"
#include "io/input.h"

#define ROWS 2 /* that make the columns of raw floats, if none are wanted */

/* Reads the rows of path, so many at a time, into x; -1 as mat_read(). */
static long
read_rows(const char *path, size_t cols, size_t most, float *x, size_t room)
{
	struct fail f = {0};
	struct input *in = input_open(&path, 1, &input_of_floats, &f);
	struct mat_rows rows = {0};
	size_t got, all = 0;
	int r;

	if (!in) /* known as another kind of file */
		return -1;
	do {
		size_t max = size_min(most, room / cols - all);

		r = mat_read(in, cols, max, x + all * cols, &got, &rows, &f);
		CLAIM(r || (got <= max && rows.row == all + got));
		all += r ? 0 : got;
	} while (!r && got);
	CLAIM(!r || *f.msg);
	input_close(in);
	return r ? -1 : (long)all;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const size_t wanted = fuzz_byte(p, &n) % 9, room = n / 4 + 64;
	const char *path = fuzz_file(0, p, n);
	float *x = fuzz_need(malloc(room * sizeof(*x)));
	float *y = fuzz_need(malloc(room * sizeof(*y)));
	struct fail f = {0};
	struct mat m;
	long rows, again;
	int bad;

	if (mat_open(&m, path, wanted, ROWS, &f)) {
		CLAIM(*f.msg);
		if (wanted && n)
			CLAIM(read_rows(path, wanted, 1, x, room) <= 0);
		free(x);
		free(y);
		return 0;
	}
	CLAIM(!wanted || m.cols == wanted || !m.rows);
	CLAIM(m.rows * m.cols * 4 <= n);
	bad = mat_check(&m, path, &f);
	if (m.cols) {
		rows = read_rows(path, m.cols, 3, x, room);
		again = read_rows(path, m.cols, room, y, room);
		CLAIM(rows == again);
		CLAIM(bad ? rows < 0 : rows == (long)m.rows);
		CLAIM(rows <= 0 || (!memcmp(x, m.x, m.rows * m.cols * 4) &&
				       !memcmp(y, m.x, m.rows * m.cols * 4)));
	}
	mat_close(&m);
	free(x);
	free(y);
	return 0;
}
