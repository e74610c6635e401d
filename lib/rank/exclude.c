/* exclude - for each query, the set of candidates to leave out. */
/* SPDX-License-Identifier: MIT */
#include "rank/exclude.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"

struct exclude {
	int32_t *j; /* [used] all rows, one after another */
	size_t used, room;
	size_t *start; /* [rows + 1] where in j a row begins */
	size_t rows, starts;
};

struct exclude *
exclude_new(struct fail *f)
{
	struct exclude *s = calloc(1, sizeof(*s));

	if (!s || ARRAY_ROOM(&s->j, &s->room, 1, NULL) ||
	    ARRAY_ROOM(&s->start, &s->starts, 1, NULL)) {
		(void)fail_memory(f);
		exclude_free(s);
		return NULL;
	}
	s->start[0] = 0;
	return s;
}

void
exclude_free(struct exclude *s)
{
	if (!s)
		return;
	free(s->j);
	free(s->start);
	free(s);
}

void
exclude_clear(struct exclude *s)
{
	s->used = s->rows = 0;
}

int
exclude_add(struct exclude *s, int32_t j, struct fail *f)
{
	if (ARRAY_ROOM(&s->j, &s->room, s->used + 1, f))
		return -1;
	s->j[s->used++] = j;
	return 0;
}

int
exclude_take_out(struct exclude *s, int32_t j)
{
	size_t first = s->start[s->rows], i, n = first;

	for (i = first; i < s->used; i++) {
		if (s->j[i] != j)
			s->j[n++] = s->j[i];
	}
	i = s->used;
	s->used = n;
	return n < i;
}

void
exclude_drop_row(struct exclude *s, size_t i)
{
	s->rows = size_min(s->rows, i);
	s->used = s->start[s->rows];
}

static int
by_number(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
exclude_end_row(struct exclude *s, struct fail *f)
{
	size_t first = s->start[s->rows], i, n = first;

	for (i = first + 1; i < s->used && s->j[i - 1] < s->j[i];)
		i++;
	if (i < s->used) /* they do not come in order */
		qsort(s->j + first, s->used - first, sizeof(*s->j), by_number);
	for (i = first; i < s->used; i++) {
		if (n == first || s->j[n - 1] != s->j[i])
			s->j[n++] = s->j[i];
	}
	s->used = n;
	if (ARRAY_ROOM(&s->start, &s->starts, s->rows + 2, f))
		return -1;
	s->start[++s->rows] = n;
	return 0;
}

size_t
exclude_rows(const struct exclude *s)
{
	return s->rows;
}

const int32_t *
exclude_row(const struct exclude *s, size_t i, size_t *n)
{
	*n = s->start[i + 1] - s->start[i];
	return s->j + s->start[i];
}

int
exclude_has(const int32_t *row, size_t n, int32_t j)
{
	size_t low = 0;

	/* row[k] < j for k < low, row[k] > j for k >= low + n */
	while (n) {
		size_t half = n / 2;

		if (row[low + half] == j)
			return 1;
		if (row[low + half] < j) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return 0;
}
