/* vector_rows - reads vectors and their names into memory. */
/* SPDX-License-Identifier: MIT */
#include "data/vector_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/input.h"
#include "io/mat.h"
#include "io/tsv.h"

#define BLOCK 1024 /* rows read at a time */

static int
more_rows(struct vector_rows *v, size_t rows, struct fail *f)
{
	size_t numbers;

	if (size_mul(v->n + rows, v->d, &numbers))
		return fail_memory(f);
	return ARRAY_ROOM(&v->x, &v->room, numbers, f);
}

static int
put_name(struct vector_rows *v, struct slice name, struct fail *f)
{
	size_t at = v->n ? v->end[v->n - 1] : 0;

	if (ARRAY_ROOM(&v->names, &v->name_room, at + name.n + 1, f) ||
	    ARRAY_ROOM(&v->end, &v->end_room, v->n + 1, f))
		return -1;
	if (name.n)
		memcpy(v->names + at, name.s, name.n);
	v->end[v->n] = at + name.n;
	return 0;
}

static int
put_row(struct vector_rows *v, const struct slice *cells, struct fail *f)
{
	float *x;
	size_t k;

	if (put_name(v, cells[0], f) || more_rows(v, 1, f))
		return -1;
	x = v->x + v->n * v->d;
	for (k = 0; k < v->d; k++) {
		struct slice s = cells[k + 1];

		if (num_get_float(s.s, s.n, &x[k]) || !isfinite(x[k]))
			return fail_set(f,
			    "column %zu: '%.*s' is not a finite number", k + 2,
			    (int)size_min(s.n, 100), s.s);
	}
	v->n++;
	return 0;
}

/* Returns 1 if a column title is a number. */
static int
is_number(struct slice s)
{
	double x;

	return !num_get_double(s.s, s.n, &x);
}

static int
read_rows(struct vector_rows *v, struct tsv *t, struct fail *f)
{
	const struct slice *cells, *titles = tsv_header(t);
	size_t n;
	int more;

	if (titles && tsv_columns(t) > 1 && is_number(titles[1]))
		return fail_set(f,
		    "%s: a number instead of a header line: "
		    "give -H if there is none",
		    tsv_where(t));
	while ((more = tsv_row(t, &cells, &n, f)) > 0) {
		if (n < 2)
			return fail_set(f,
			    "%s: the row has a name but no number; seq-embed "
			    "--tower=item "
			    "--format=tsv writes vectors",
			    tsv_where(t));
		v->d = n - 1;
		if (put_row(v, cells, f))
			return fail_at(f, "%s", tsv_where(t));
	}
	if (!more && !v->n)
		return fail_set(f, "%s: there are no rows", tsv_where(t));
	return more;
}

int
vector_rows_read(
    struct vector_rows *v, struct input *in, int header, struct fail *f)
{
	struct tsv *t = tsv_open(in, header, f);
	int r;

	*v = (struct vector_rows){0};
	r = t ? read_rows(v, t, f) : -1;
	tsv_close(t);
	return r;
}

int
vector_rows_read_matrix(
    struct vector_rows *v, struct input *in, size_t d, struct fail *f)
{
	struct mat_rows rows = {0};
	size_t got;

	*v = (struct vector_rows){.d = d};
	do {
		if (more_rows(v, BLOCK, f) ||
		    mat_read(in, d, BLOCK, v->x + v->n * d, &got, &rows, f))
			return -1;
		v->n += got;
	} while (got);
	return v->n ? 0 : fail_set(f, "%s: there are no rows", input_name(in));
}

struct slice
vector_rows_name(const struct vector_rows *v, size_t i, char number[32])
{
	size_t at = i && v->names ? v->end[i - 1] : 0;

	if (v->names)
		return (struct slice){v->names + at, v->end[i] - at};
	return (struct slice){
	    number, (size_t)snprintf(number, 32, "%zu", i + 1)};
}

void
vector_rows_free(struct vector_rows *v)
{
	free(v->x);
	free(v->names);
	free(v->end);
	*v = (struct vector_rows){0};
}
