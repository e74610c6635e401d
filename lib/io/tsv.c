/* tsv - reads rows of tab-separated cells. */
/* SPDX-License-Identifier: MIT */
#include "io/tsv.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/input.h"
#include "io/text_lines.h"

struct tsv {
	struct text_lines lines;
	int has_header;
	char *header; /* its bytes, without the newline */
	size_t header_len;
	struct slice *titles; /* [columns], into header */
	struct slice *cells;  /* [columns] cells of the last row */
	size_t columns, room; /* room: cells allocated */
	struct slice row;     /* the last line */
	size_t last;          /* cells of the last row; 0: it was refused */
	size_t *steps;        /* [nsteps] the columns of feature lists, */
	/* whose cells are joined in joined [joined_size] */
	size_t nsteps;
	size_t steps_room;
	char *joined;
	size_t joined_size;
};

const char *
tsv_where(struct tsv *t)
{
	return text_lines_where(&t->lines);
}

/* Splits the line into t->cells.  Returns their number, 0 if memory runs
 * out. */
static size_t
cut(struct tsv *t, struct slice line, struct fail *f)
{
	const char *p = line.s, *end = line.s + line.n, *tab;
	size_t n = 0;

	for (;;) {
		if (ARRAY_ROOM(&t->cells, &t->room, n + 1, f))
			return 0;
		tab = p < end ? memchr(p, '\t', (size_t)(end - p)) : NULL;
		t->cells[n].s = p;
		t->cells[n++].n = (size_t)((tab ? tab : end) - p);
		if (!tab)
			return n;
		p = tab + 1;
	}
}

static int
add_steps(struct tsv *t, size_t column, struct fail *f)
{
	size_t i = 0;

	while (i < t->nsteps && t->steps[i] != column)
		i++;
	if (i < t->nsteps)
		return 0;
	if (ARRAY_ROOM(&t->steps, &t->steps_room, t->nsteps + 1, f))
		return -1;
	t->steps[t->nsteps++] = column;
	return 0;
}

/* Notes the columns of the header that hold feature lists. */
static int
note_steps(struct tsv *t, struct fail *f)
{
	size_t i;

	for (i = 0; i < t->columns; i++)
		if (tsv_titles_steps(t->titles[i]) && add_steps(t, i, f))
			return -1;
	return 0;
}

void
tsv_keep_steps(struct tsv *t)
{
	t->nsteps = 0;
}

/* Turns the row's feature lists into plain lists. */
static int
join_steps(struct tsv *t, size_t line, struct fail *f)
{
	size_t i, used = 0;

	if (ARRAY_ROOM(&t->joined, &t->joined_size,
		line + t->nsteps * (2 + INPUT_PAST), f))
		return -1;
	for (i = 0; i < t->nsteps; i++) {
		const size_t c = t->steps[i];
		struct slice *cell = &t->cells[c];

		if (c >= t->columns)
			return fail_set(f,
			    "%s: there is no column %zu, only %zu",
			    tsv_where(t), c + 1, t->columns);
		if (tsv_steps_join(cell, t->joined + used, f))
			return t->titles
			           ? fail_at(f, "%s: column '%.*s'",
					 tsv_where(t),
					 (int)size_min(t->titles[c].n, 100),
					 t->titles[c].s)
			           : fail_at(f, "%s: column %zu", tsv_where(t),
					 c + 1);
		used += cell->n + INPUT_PAST;
		memset(t->joined + used - INPUT_PAST, 0, INPUT_PAST);
	}
	return 0;
}

/* Keeps a copy of the first header, with its cells as titles. */
static int
keep_header(struct tsv *t, struct slice line, struct fail *f)
{
	const char *other = tsv_titles_separator(line);

	if (text_lines_refuse_binary(&t->lines, line, f))
		return -1;
	if (other)
		return fail_set(f,
		    "%s: TABs must separate columns, not %s as in "
		    "'%.*s'; seq-examples reads such logs, and "
		    "mlr --icsv --otsv cat converts a table to TSV",
		    tsv_where(t), other, (int)size_min(line.n, 100), line.s);
	t->header = malloc(line.n + 1);
	if (!t->header)
		return fail_memory(f);
	memcpy(t->header, line.s, line.n);
	t->header[line.n] = '\0';
	t->header_len = line.n;
	line.s = t->header;
	t->columns = cut(t, line, f);
	if (!t->columns)
		return -1;
	t->titles = malloc(t->columns * sizeof(*t->titles));
	if (!t->titles)
		return fail_memory(f);
	memcpy(t->titles, t->cells, t->columns * sizeof(*t->titles));
	return note_steps(t, f);
}

static int
is_header(const struct tsv *t, struct slice line)
{
	return line.n == t->header_len && !memcmp(line.s, t->header, line.n);
}

/* Reads the header at the start of each input. */
static int
read_header(struct tsv *t, struct fail *f)
{
	struct slice line;
	int r;

	t->lines.n = 0;
	r = text_lines_next(&t->lines, &line, f);
	if (r < 0)
		return -1;
	if (r == 0)
		return fail_set(f, "%s is empty: it has no header line",
		    input_name(t->lines.in));
	if (!t->header)
		return keep_header(t, line, f);
	if (is_header(t, line))
		return 0;
	return fail_set(f,
	    "%s: the header differs from that of the first "
	    "input",
	    tsv_where(t));
}

/* Refuses an input without a single byte: a producer that fails before it
 * writes leaves such an input. */
static int
refuse_empty(struct tsv *t, struct fail *f)
{
	const unsigned char *p;
	size_t n;

	if (input_peek(t->lines.in, 1, &p, &n, f))
		return -1;
	return n ? 0 : fail_set(f, "%s is empty", input_name(t->lines.in));
}

struct tsv *
tsv_open(struct input *in, int header, struct fail *f)
{
	struct tsv *t = calloc(1, sizeof(*t));

	if (!t) {
		(void)fail_memory(f);
		return NULL;
	}
	t->lines = (struct text_lines){.in = in, .longest = TSV_MAX_LINE};
	t->has_header = header;
	if ((header ? read_header : refuse_empty)(t, f)) {
		tsv_close(t);
		return NULL;
	}
	return t;
}

void
tsv_close(struct tsv *t)
{
	if (!t)
		return;
	free(t->header);
	free(t->titles);
	free(t->cells);
	free(t->steps);
	free(t->joined);
	free(t);
}

/* Opens the next input and reads its header. */
static int
next_input(struct tsv *t, struct fail *f)
{
	int r = input_next(t->lines.in, f);

	if (r <= 0)
		return r;
	t->lines.n = 0;
	return (t->has_header ? read_header : refuse_empty)(t, f) ? -1 : 1;
}

/* The row has n columns.  A row without any TAB is shown: it may be words, or a
 * row with other separators. */
static int
refuse_columns(struct tsv *t, struct slice line, size_t n, struct fail *f)
{
	if (n > 1)
		return fail_set(f, "%s: %zu columns, but earlier rows have %zu",
		    tsv_where(t), n, t->columns);
	return fail_set(f, "%s: 1 column, but earlier rows have %zu: '%.*s'",
	    tsv_where(t), t->columns, (int)size_min(line.n, 100), line.s);
}

int
tsv_row(struct tsv *t, const struct slice **cells, size_t *n, struct fail *f)
{
	struct slice line;
	int r;

	t->last = 0;
	while ((r = text_lines_next(&t->lines, &line, f)) == 0) {
		r = next_input(t, f);
		if (r <= 0)
			return r;
	}
	if (r < 0)
		return -1;
	if (t->header && is_header(t, line))
		return fail_set(f,
		    line.n ? "%s repeats the header line; pass the files as "
			     "operands, or join them without their headers"
			   : "%s is empty, and so is the header line, which "
			     "names the columns",
		    tsv_where(t));
	t->row = line;
	*n = cut(t, line, f);
	if (!*n)
		return -1;
	if (!t->columns)
		t->columns = *n;
	if (*n != t->columns)
		return refuse_columns(t, line, *n, f);
	if (t->nsteps && join_steps(t, line.n, f))
		return -1;
	*cells = t->cells;
	t->last = *n;
	return 1;
}

size_t
tsv_ahead(struct tsv *t, const char **s)
{
	const unsigned char *p, *last;
	struct fail f; /* told by tsv_row(), which meets it again */
	size_t n;

	if (input_peek(t->lines.in, 1, &p, &n, &f) || !n)
		return 0;
	last = memrchr(p, '\n', n);
	*s = (const char *)p;
	return last ? (size_t)(last - p) + 1 : 0;
}

void
tsv_pass(struct tsv *t, size_t bytes, size_t lines)
{
	input_skip(t->lines.in, bytes);
	t->lines.n += lines;
}

void
tsv_by_line(struct tsv *t, size_t longest)
{
	t->lines.skip_refused = 1;
	t->lines.longest = longest;
}

int
tsv_can_go_on(const struct tsv *t)
{
	return t->lines.skip_refused && !t->lines.broken;
}

void
tsv_wait(struct tsv *t)
{
	text_lines_await(&t->lines);
}

int
tsv_waits(struct tsv *t)
{
	return text_lines_wait(&t->lines);
}

const struct slice *
tsv_last(const struct tsv *t)
{
	return t->last ? t->cells : NULL;
}

size_t
tsv_columns(const struct tsv *t)
{
	return t->columns;
}

const struct slice *
tsv_header(const struct tsv *t)
{
	return t->titles;
}

int
tsv_find_column(const struct tsv *t, const char *name)
{
	return tsv_titles_find(t->titles, t->columns, name);
}

/* Handles N::steps, column N of feature lists, in files without a header.
 * Reads the cells of the last row, if there is one, again.  Returns the
 * column, -1 if `name` is something else, -2 on failure. */
static int
unnamed_steps(struct tsv *t, const char *name, struct fail *f)
{
	const char *colon = strstr(name, "::steps");
	uint64_t x;

	if (t->titles || !colon || strcmp(colon, "::steps") ||
	    num_get_count(
		name, (size_t)(colon - name), 1, TSV_MAX_COLUMN, &x) ||
	    (t->columns && x > t->columns))
		return -1;
	if (add_steps(t, (size_t)x - 1, f))
		return -2;
	if (t->columns && (!cut(t, t->row, f) || join_steps(t, t->row.n, f)))
		return -2;
	return (int)x - 1;
}

int
tsv_column(struct tsv *t, const char *name, struct fail *f)
{
	int c = tsv_find_column(t, name);

	if (c < 0)
		c = unnamed_steps(t, name, f);
	if (c != -1)
		return c < 0 ? -1 : c;
	if (!t->titles)
		return fail_set(f,
		    "%s: without a header line a column is a "
		    "number from 1, not '%s'",
		    input_name(t->lines.in), name);
	return fail_set(f,
	    "%s: there is no column '%s'; the header is: %.200s%s",
	    input_name(t->lines.in), name, t->header,
	    tsv_titles_doubt(t->titles, t->columns));
}
