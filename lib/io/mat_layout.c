/* mat_layout - finds the rows of a matrix of floats in its file. */
/* SPDX-License-Identifier: MIT */
#include "io/mat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"

#define NPY "\x93NUMPY"
#define MOST_HEAD 65536 /* limit of npy headers, in bytes */
#define NPY_START 12    /* bytes needed for the length of the header */
#define MOST_COLUMNS \
	65536 /* limit for fvecs: as a float such a number is almost 0 */
#define LEAST_SAMPLE 16 /* this many numbers cannot look wrong by chance */
#define SAMPLE 4096

static uint32_t
get32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static int
wrong_columns(size_t has, size_t cols, const char *file, struct fail *f)
{
	return fail_set(
	    f, "%s has %zu column%s, not %zu", file, has, num_s(has), cols);
}

/* The text after 'key': in the header, which is a Python dict. */
static const char *
npy_value(const char *header, const char *key)
{
	const char *s = strstr(header, key);

	return s ? s + strlen(key) + strspn(s + strlen(key), ": ") : "";
}

/* Reads "(rows, columns)", or "(columns,)" for a single row. */
static int
npy_shape(const char *s, struct mat_layout *l)
{
	char *end;
	unsigned long long a, b;

	if (*s++ != '(' || *s < '0' || *s > '9')
		return -1;
	a = strtoull(s, &end, 10);
	s = end + strspn(end, ", ");
	if (*s == ')') {
		l->rows = 1;
		l->cols = (size_t)a;
		return 0;
	}
	b = strtoull(s, &end, 10);
	l->rows = (size_t)a;
	l->cols = (size_t)b;
	return end == s || *end != ')' ? -1 : 0;
}

static int
npy_cut(const char *file, struct fail *f)
{
	return fail_set(
	    f, "%s: the header of the NumPy array is cut short", file);
}

/* Reads NumPy's format: a magic, a version, the length of the header, the
 * header. */
static int
find_npy(struct mat_layout *l, const unsigned char *p, size_t n,
    const char *file, size_t *need, struct fail *f)
{
	char header[1024];
	size_t start, len, asked = *need;

	*need = NPY_START;
	if (n < NPY_START)
		return n < asked ? npy_cut(file, f) : 0;
	start = p[6] == 1 ? 10 : 12;
	len = p[6] == 1 ? p[8] | (size_t)p[9] << 8 : get32(p + 8);
	if (len > MOST_HEAD - start)
		return fail_set(
		    f, "%s: the header of the NumPy array is damaged", file);
	*need = start + len;
	if (n < *need)
		return n < asked ? npy_cut(file, f) : 0;
	*need = 0;
	l->head = start + len;
	len = size_min(len, sizeof(header) - 1);
	memcpy(header, p + start, len);
	header[len] = '\0';
	if (npy_shape(npy_value(header, "'shape'"), l) || !l->cols ||
	    strncmp(npy_value(header, "'descr'"), "'<f4'", 5) ||
	    (strncmp(npy_value(header, "'fortran_order'"), "False", 5) &&
		l->rows > 1 && l->cols > 1))
		return fail_set(f,
		    "%s is a NumPy array, but not of rows of float32: %.*s; "
		    "python3 -c \"import sys, numpy; numpy.save('x.npy', "
		    "numpy.ascontiguousarray(numpy.load(sys.argv[1]), "
		    "'<f4'))\" %s converts a two-dimensional array",
		    file, (int)strcspn(header, "\n"), header, file);
	return 0;
}

int
mat_layout_find(struct mat_layout *l, const unsigned char *p, size_t n,
    size_t cols, const char *file, size_t *need, struct fail *f)
{
	size_t mark, asked = *need;

	*l = (struct mat_layout){.rows = UINT64_MAX};
	if (n >= 6 && !memcmp(p, NPY, 6)) {
		if (find_npy(l, p, n, file, need, f))
			return -1;
		if (!*need && cols && l->cols != cols)
			return wrong_columns(l->cols, cols, file, f);
		return 0;
	}
	*need = 0;
	mark = n >= 4 ? get32(p) : 0;
	if (mark == 0 || mark > MOST_COLUMNS)
		return 0;
	if (n < 8 + 4 * mark && n >= asked) {
		*need = 8 + 4 * mark; /* up to the second row */
		return 0;
	}
	if (n >= 8 + 4 * mark ? get32(p + 4 + 4 * mark) != mark
			      : n != 4 + 4 * mark)
		return 0;
	l->cols = mark;
	l->mark = 4;
	return cols && mark != cols ? wrong_columns(mark, cols, file, f) : 0;
}

int
mat_layout_mark(const struct mat_layout *l, const unsigned char *p,
    const char *file, uint64_t row, struct fail *f)
{
	if (!l->mark || get32(p) == l->cols)
		return 0;
	return fail_set(f,
	    "%s:row %llu has %lu column%s, but the first row has %zu", file,
	    (unsigned long long)row, (unsigned long)get32(p), num_s(get32(p)),
	    l->cols);
}

int
mat_layout_sane(struct mat_sample *s, size_t n, size_t cols, const float *x,
    int last, const char *file, struct fail *f)
{
	size_t i, k;

	for (i = 0; i < n && s->n < SAMPLE; i++, x += cols) {
		for (k = 0; k < cols; k++) {
			/* NaN is reported elsewhere. */
			s->huge += fabsf(x[k]) >= 1e15f;
			s->tiny += x[k] != 0 && fabsf(x[k]) < 0x1p-126f;
		}
		s->n += cols;
	}
	if ((s->n < SAMPLE && !last) || s->n < LEAST_SAMPLE ||
	    (s->huge <= s->n / 16 && s->tiny < s->n / 2))
		return 0;
	return fail_set(f,
	    "%s: the numbers are not little-endian float32: of the first %zu "
	    "numbers %zu are above 1e15 and %zu below 1e-37; if they are "
	    "float64, python3 -c \"import sys, numpy; numpy.fromfile("
	    "sys.argv[1], '<f8').astype('<f4').tofile('x.f32')\" %s",
	    file, s->n, s->huge, s->tiny, file);
}
