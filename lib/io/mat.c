/* mat - matrices as raw little-endian float32, row after row, no header. */
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
#include "base/threads.h"
#include "io/input.h"
#include "io/output.h"

#define BLOCK ((size_t)1 << 18) /* numbers that are one task */

/* Floats are stored as this machine has them; so it must be this kind. */
_Static_assert(sizeof(float) == 4, "float is IEEE 754 binary32");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "little-endian");

/* Is every one of n numbers finite?  As whole numbers the bits of floats
 * without sign are in the order of the floats, infinity and NaN above all. */
static int
all_finite(const float *x, size_t n)
{
	uint32_t most = 0, bits;
	size_t i;

	for (i = 0; i < n; i++) {
		memcpy(&bits, x + i, sizeof(bits));
		bits &= 0x7fffffff;
		most = bits > most ? bits : most;
	}
	return most < 0x7f800000;
}

/* The first of n numbers that is not finite, n if all are. */
static size_t
first_bad(const float *x, size_t n)
{
	size_t i, m;

	for (i = 0; i < n; i += m) {
		m = size_min(n - i, 4096);
		if (!all_finite(x + i, m))
			break;
	}
	while (i < n && isfinite(x[i]))
		i++;
	return i;
}

int
mat_read(struct input *in, size_t cols, size_t max, float *x, size_t *n,
    uint64_t *row, struct fail *f)
{
	const unsigned char *p;
	size_t size = cols * sizeof(float), have, rows, bad;
	int r;

	*n = 0;
	while (*n < max) {
		if (input_peek(in, size, &p, &have, f))
			return -1;
		if (have == 0) {
			if (input_empty_pipe(in))
				return fail_set(f,
				    "%s: the pipe is empty: what should write "
				    "into it has failed",
				    input_name(in));
			r = input_next(in, f);
			if (r < 0)
				return -1;
			if (r == 0)
				return 0;
			continue;
		}
		if (have < size)
			return fail_set(f,
			    "%s:row %llu @offset %llu: the row "
			    "is cut short: %zu of %zu bytes (%zu columns)",
			    input_name(in), (unsigned long long)*row + 1,
			    (unsigned long long)input_offset(in), have, size,
			    cols);
		rows = size_min(have / size, max - *n);
		memcpy(x + *n * cols, p, rows * size);
		bad = first_bad(x + *n * cols, rows * cols);
		if (bad < rows * cols)
			return fail_set(f,
			    "%s:row %llu: column %zu is not a "
			    "finite number",
			    input_name(in),
			    (unsigned long long)(*row + bad / cols + 1),
			    bad % cols + 1);
		input_skip(in, rows * size);
		*n += rows;
		*row += rows;
	}
	return 0;
}

int
mat_open(struct mat *m, const char *path, size_t cols, struct fail *f)
{
	struct stat st;
	size_t size = cols * sizeof(float);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*m = (struct mat){.cols = cols};
	if (fd < 0)
		return fail_errno(f, "%s", path);
	if (fstat(fd, &st)) {
		(void)close(fd); /* only read from */
		return fail_errno(f, "%s", path);
	}
	if (!S_ISREG(st.st_mode)) {
		(void)close(fd); /* only read from */
		return fail_set(f, "%s: is not a regular file", path);
	}
	if ((uint64_t)st.st_size % size) {
		(void)close(fd); /* only read from */
		return fail_set(f,
		    "%s: %lld bytes are not a whole number of "
		    "rows of %zu columns (%zu bytes)",
		    path, (long long)st.st_size, cols, size);
	}
	m->rows = (size_t)st.st_size / size;
	m->map_size = (size_t)st.st_size;
	m->map = m->map_size
	             ? mmap(NULL, m->map_size, PROT_READ, MAP_PRIVATE, fd, 0)
	             : NULL;
	(void)close(fd); /* only read from */
	if (m->map == MAP_FAILED) {
		m->map = NULL;
		return fail_errno(f, "%s", path);
	}
	m->x = m->map;
	return 0;
}

struct mat_scan {
	const float *x; /* [n] */
	size_t n;
	atomic_size_t first; /* the first that is not finite; n: none so far */
};

static void
look_task(void *ctx, size_t i, int thread)
{
	struct mat_scan *l = ctx;
	size_t at = i * BLOCK, n = size_min(l->n - at, BLOCK);
	size_t bad = first_bad(l->x + at, n), was = l->first;

	(void)thread;
	if (bad == n)
		return;
	while (at + bad < was &&
	       !atomic_compare_exchange_weak(&l->first, &was, at + bad))
		;
}

int
mat_check(const struct mat *m, const char *path, struct fail *f)
{
	size_t n = m->rows * m->cols, bad;
	struct mat_scan l = {.x = m->x, .n = n, .first = n};

	threads_for((n + BLOCK - 1) / BLOCK, look_task, &l);
	bad = l.first;
	if (bad == n)
		return 0;
	return fail_set(f, "%s:row %zu: column %zu is not a finite number",
	    path, bad / m->cols + 1, bad % m->cols + 1);
}

void
mat_close(struct mat *m)
{
	if (m->map)
		(void)munmap(m->map, m->map_size); /* was mapped, so it can */
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
