/* mat - matrices of float32: raw rows, NumPy's npy, or fvecs. */
/* SPDX-License-Identifier: MIT */
#include "io/mat.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/threads.h"
#include "io/file_kind.h"
#include "io/input.h"
#include "io/output.h"

#define BLOCK ((size_t)1 << 18) /* numbers in a task */

/* Files store floats as this machine does, so it must be of this kind. */
_Static_assert(sizeof(float) == 4, "float is IEEE 754 binary32");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "little-endian");

#define INFINITE 0x7f800000u /* the bits of infinity */

/* Returns the bits of the largest |x|; INFINITE or more if a number is not
 * finite.  Ordered as whole numbers, the bits of unsigned floats are in the
 * order of the floats, with infinity and NaN last. */
static uint32_t
largest(const float *x, size_t n)
{
	uint32_t most = 0, bits;
	size_t i;

	for (i = 0; i < n; i++) {
		memcpy(&bits, x + i, sizeof(bits));
		bits &= 0x7fffffff;
		most = bits > most ? bits : most;
	}
	return most;
}

/* The index of the first of n numbers that is not finite; n if all are. */
static size_t
first_bad(const float *x, size_t n)
{
	size_t i, m;

	for (i = 0; i < n; i += m) {
		m = size_min(n - i, 4096);
		if (largest(x + i, m) >= INFINITE)
			break;
	}
	while (i < n && isfinite(x[i]))
		i++;
	return i;
}

/* Reads the layout from the first bytes of an input. */
static int
begin(struct input *in, size_t cols, struct mat_rows *r, struct fail *f)
{
	const unsigned char *p;
	size_t n, need = 4 * cols;

	do {
		if (input_peek(in, need, &p, &n, f) ||
		    mat_layout_find(
			&r->layout, p, n, cols, input_name(in), &need, f))
			return -1;
	} while (need);
	input_skip(in, r->layout.head);
	r->begun = n > 0;
	r->got = 0;
	r->sample = (struct mat_sample){0};
	return 0;
}

/* Ends this input.  Returns 1 if another one follows, 0, or -1. */
static int
next_input(struct input *in, struct mat_rows *r, struct fail *f)
{
	if (input_empty_pipe(in))
		return fail_set(f,
		    "%s: the pipe is empty: the program that should write to "
		    "it has "
		    "failed",
		    input_name(in));
	if (r->begun && r->layout.rows != UINT64_MAX &&
	    r->got != r->layout.rows)
		return fail_set(f,
		    "%s has %llu row%s, but its header says %llu",
		    input_name(in), (unsigned long long)r->got, num_s(r->got),
		    (unsigned long long)r->layout.rows);
	if (r->begun &&
	    mat_layout_sane(&r->sample, 0, 0, NULL, 1, input_name(in), f))
		return -1;
	r->begun = 0;
	return input_next(in, f);
}

/* Returns 1 if all of x [cols] are NaN. */
static int
is_gap(const float *x, size_t cols)
{
	size_t k;

	for (k = 0; k < cols && isnan(x[k]); k++)
		;
	return k == cols;
}

/* The index of the first number of x [n,cols] that is not finite; n cols if
 * all are.  With gaps, rows of NaN alone are allowed. */
static size_t
first_bad_row(const float *x, size_t n, size_t cols, int gaps)
{
	const size_t all = n * cols;
	size_t bad = first_bad(x, all), row;

	while (gaps && bad < all && bad % cols == 0 && is_gap(x + bad, cols)) {
		row = bad / cols + 1;
		bad = row * cols + first_bad(x + row * cols, all - row * cols);
	}
	return bad;
}

/* Copies n rows from p, each with its mark if the format has marks, to x
 * [n,cols]. */
static int
take_rows(struct input *in, const unsigned char *p, size_t n, size_t cols,
    float *x, struct mat_rows *r, struct fail *f)
{
	size_t mark = r->layout.mark, i, bad;

	if (!mark)
		memcpy(x, p, n * cols * sizeof(*x));
	for (i = 0; mark && i < n; i++, p += mark + cols * sizeof(*x)) {
		if (mat_layout_mark(
			&r->layout, p, input_name(in), r->row + i + 1, f))
			return -1;
		memcpy(x + i * cols, p + mark, cols * sizeof(*x));
	}
	bad = first_bad_row(x, n, cols, r->gaps);
	if (mat_layout_sane(&r->sample, bad < n * cols ? bad / cols + 1 : n,
		cols, x, bad < n * cols, input_name(in), f))
		return -1;
	if (bad < n * cols)
		return fail_set(f,
		    "%s:row %llu: column %zu is not a finite number",
		    input_name(in),
		    (unsigned long long)(r->row + bad / cols + 1),
		    bad % cols + 1);
	r->row += n;
	r->got += n;
	return 0;
}

int
mat_read(struct input *in, size_t cols, size_t max, float *x, size_t *n,
    struct mat_rows *r, struct fail *f)
{
	const unsigned char *p;
	size_t size, have, rows;
	int more;

	*n = 0;
	while (*n < max) {
		if (!r->begun && begin(in, cols, r, f))
			return -1;
		size = r->layout.mark + cols * sizeof(float);
		if (input_peek(in, size, &p, &have, f))
			return -1;
		if (have == 0) {
			more = next_input(in, r, f);
			if (more <= 0)
				return more;
			continue;
		}
		if (have < size)
			return fail_set(f,
			    "%s:row %llu @offset %llu: the row "
			    "is cut short: %zu of %zu bytes (%zu column%s; do "
			    "the rows have as many?)",
			    input_name(in), (unsigned long long)r->row + 1,
			    (unsigned long long)input_offset(in), have, size,
			    cols, num_s(cols));
		rows = size_min(have / size, max - *n);
		if (take_rows(in, p, rows, cols, x + *n * cols, r, f))
			return -1;
		input_skip(in, rows * size);
		*n += rows;
	}
	return 0;
}

/* Maps the regular file fd. */
static int
map_file(struct mat *m, int fd, const char *path, struct fail *f)
{
	struct stat st;

	if (fstat(fd, &st))
		return fail_errno(f, "%s", path);
	if (!S_ISREG(st.st_mode))
		return fail_set(f, "%s is not a regular file", path);
	if (!st.st_size)
		return 0;
	m->map_size = (size_t)st.st_size;
	m->map = mmap(NULL, m->map_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (m->map == MAP_FAILED) {
		m->map = NULL;
		return fail_errno(f, "%s", path);
	}
	return 0;
}

/* Computes the rows and columns of m from the layout l and the file's size. */
static int
measure(
    struct mat *m, const struct mat_layout *l, const char *path, struct fail *f)
{
	size_t bytes = m->map_size - l->head, size;

	m->cols = l->cols ? l->cols : m->cols;
	if (!m->cols) {
		if (!bytes || bytes % (m->rows * sizeof(float)))
			return fail_set(f,
			    "%s: %zu byte%s cannot be divided into %zu equal "
			    "row%s, one per item of the vocabulary",
			    path, bytes, num_s(bytes), m->rows, num_s(m->rows));
		m->cols = bytes / (m->rows * sizeof(float));
	}
	size = l->mark + m->cols * sizeof(float);
	if (bytes % size)
		return fail_set(f,
		    "%s: %zu byte%s cannot be divided into rows of %zu "
		    "column%s (%zu bytes)",
		    path, bytes, num_s(bytes), m->cols, num_s(m->cols), size);
	m->rows = bytes / size;
	if (l->rows != UINT64_MAX && l->rows != m->rows)
		return fail_set(f, "%s has %zu row%s, but its header says %llu",
		    path, m->rows, num_s(m->rows), (unsigned long long)l->rows);
	return 0;
}

/* Sets m->x: into the map if the rows are contiguous there, otherwise to a
 * copy. */
static int
find_rows(
    struct mat *m, const struct mat_layout *l, const char *path, struct fail *f)
{
	const unsigned char *p = m->map;
	size_t i, size = m->cols * sizeof(float);

	if (!m->map)
		return 0;
	p += l->head;
	if (!l->mark && l->head % sizeof(float) == 0) {
		m->x = (const float *)(const void *)p;
		return 0;
	}
	m->x = m->copy = malloc(m->rows * size + 1);
	if (!m->copy)
		return fail_memory(f);
	for (i = 0; i < m->rows; i++, p += l->mark + size) {
		if (mat_layout_mark(l, p, path, i + 1, f))
			return -1;
		memcpy(m->copy + i * m->cols, p + l->mark, size);
	}
	return 0;
}

int
mat_open(
    struct mat *m, const char *path, size_t cols, size_t rows, struct fail *f)
{
	struct mat_layout l;
	size_t need = SIZE_MAX;
	int fd = open(path, O_RDONLY | O_CLOEXEC), more, failed;

	*m = (struct mat){.cols = cols, .rows = rows};
	if (fd < 0)
		return fail_errno(f, "%s", path);
	failed = map_file(m, fd, path, f);
	(void)close(fd); /* opened for reading only */
	if (failed ||
	    file_kind_check(
		file_kind_find(m->map, m->map_size, FILE_MATRIX, &more),
		FILE_MATRIX, path, f) ||
	    mat_layout_find(&l, m->map, m->map_size, cols, path, &need, f) ||
	    measure(m, &l, path, f) || find_rows(m, &l, path, f)) {
		mat_close(m);
		return -1;
	}
	return 0;
}

struct mat_scan {
	const float *x; /* [n] */
	size_t n;
	/* Index of the first number that is not finite; n: none so far. */
	atomic_size_t first;
	atomic_uint most; /* bits of the largest |x| so far */
};

static void
check_task(void *ctx, size_t i, int thread)
{
	struct mat_scan *l = ctx;
	const size_t at = i * BLOCK, n = size_min(l->n - at, BLOCK);
	const uint32_t most = largest(l->x + at, n);
	uint32_t had = l->most;
	size_t bad, was = l->first;

	(void)thread;
	while (
	    most > had && !atomic_compare_exchange_weak(&l->most, &had, most))
		;
	if (most < INFINITE)
		return;
	bad = at + first_bad(l->x + at, n);
	while (bad < was && !atomic_compare_exchange_weak(&l->first, &was, bad))
		;
}

int
mat_check(struct mat *m, const char *path, struct fail *f)
{
	size_t n = m->rows * m->cols, bad;
	struct mat_scan l = {.x = m->x, .n = n, .first = n};
	struct mat_sample sample = {0};
	uint32_t most;

	threads_for((n + BLOCK - 1) / BLOCK, check_task, &l);
	bad = l.first;
	most = l.most;
	memcpy(&m->largest, &most, sizeof(most));
	if (mat_layout_sane(&sample, bad < n ? bad / m->cols + 1 : m->rows,
		m->cols, m->x, 1, path, f))
		return -1;
	if (bad == n)
		return 0;
	return fail_set(f, "%s:row %zu: column %zu is not a finite number",
	    path, bad / m->cols + 1, bad % m->cols + 1);
}

void
mat_close(struct mat *m)
{
	if (m->map)
		(void)munmap(
		    m->map, m->map_size); /* cannot fail for a valid map */
	free(m->copy);
	*m = (struct mat){0};
}

void
mat_put(struct output *o, size_t n, size_t cols, const float *x)
{
	size_t i;

	for (i = 0; i < n; i++) {
		output_put(o, x + i * cols, cols * sizeof(float));
		output_mark(o);
	}
}
