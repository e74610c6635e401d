/* tsv - rows of tab-separated cells, and the lists inside cells. */
/* SPDX-License-Identifier: MIT */
#include "io/tsv.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/input.h"
#include "io/text_lines.h"

#define MAX_COLUMN 1000000 /* that may be given by number */

struct tsv {
	struct text_lines lines;
	int has_header;
	char *header; /* its bytes, without the newline */
	size_t header_len;
	struct slice *titles; /* [columns], into header */
	struct slice *cells;  /* [columns], of the row read last */
	size_t columns, room; /* room: cells allocated */
	struct slice row;     /* the line that cells are of */
	size_t last;          /* cells of the row read last; 0: it was none */
	size_t *steps;        /* [nsteps] columns of feature lists, */
	size_t nsteps;        /* joined in joined [joined_size] */
	size_t steps_room;
	char *joined;
	size_t joined_size;
};

const char *
tsv_where(struct tsv *t)
{
	return text_lines_where(&t->lines);
}

/* Cuts the line into t->cells; how many there are, 0 without memory. */
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

/* What divides the columns of a header that has no TAB, as other kinds of text
 * have them; NULL: none, as in a name each of whose commas is escaped. */
static const char *
other_separator(struct slice line)
{
	size_t i;

	if (memchr(line.s, '\t', line.n))
		return NULL;
	for (i = 0; i < line.n; i++) {
		if (line.s[i] == '\\')
			i++;
		else if (line.s[i] == ',')
			return "commas";
		else if (line.s[i] == ';')
			return "semicolons";
		else if (line.s[i] == '|')
			return "bars";
		else if (line.n - i > 2 && !memcmp(line.s + i, "::", 2) &&
			 (line.n - i != 7 || memcmp(line.s + i, "::steps", 7)))
			return "::";
	}
	return NULL;
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

/* Which columns of the header hold feature lists. */
static int
note_steps(struct tsv *t, struct fail *f)
{
	size_t i;

	for (i = 0; i < t->columns; i++)
		if (tsv_steps_title(t->titles[i]) && add_steps(t, i, f))
			return -1;
	return 0;
}

void
tsv_keep_steps(struct tsv *t)
{
	t->nsteps = 0;
}

/* Makes lists of the row's feature lists. */
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

/* Keeps a copy of the first header, and its cells as titles. */
static int
keep_header(struct tsv *t, struct slice line, struct fail *f)
{
	const char *other = other_separator(line);

	if (other)
		return fail_set(f,
		    "%s: columns are divided by TABs, not by %s as in "
		    "'%.*s'; seq-examples reads logs of that kind, and of a "
		    "table mlr --icsv --otsv cat makes TSV",
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
		return fail_set(f, "%s: is empty: not even a header line",
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

/* An input of no byte at all is what a producer leaves that did not begin. */
static int
refuse_empty(struct tsv *t, struct fail *f)
{
	const unsigned char *p;
	size_t n;

	if (input_peek(t->lines.in, 1, &p, &n, f))
		return -1;
	return n ? 0 : fail_set(f, "%s: is empty", input_name(t->lines.in));
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

/* Goes to the next input, and past its header. */
static int
next_input(struct tsv *t, struct fail *f)
{
	int r = input_next(t->lines.in, f);

	if (r <= 0)
		return r;
	t->lines.n = 0;
	return (t->has_header ? read_header : refuse_empty)(t, f) ? -1 : 1;
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
		    "%s: the header line again; give the files "
		    "as operands, or join them without it",
		    tsv_where(t));
	t->row = line;
	*n = cut(t, line, f);
	if (!*n)
		return -1;
	if (!t->columns)
		t->columns = *n;
	if (*n != t->columns)
		return fail_set(f, "%s: %zu columns where there were %zu",
		    tsv_where(t), *n, t->columns);
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
	t->lines.pass_over = 1;
	t->lines.longest = longest;
}

int
tsv_can_go_on(const struct tsv *t)
{
	return t->lines.pass_over && !t->lines.broken;
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

/* Does title name what [n]?  2; 1 if a type stands behind it, as in a typed
 * header; 0. */
static int
is_named(struct slice title, const char *what, size_t n)
{
	static const char *const types[] = {":int64", ":float", ":bytes",
	    "::steps", ":int64:steps", ":float:steps", ":bytes:steps"};
	size_t k;

	if (title.n < n || memcmp(title.s, what, n))
		return 0;
	if (title.n == n)
		return 2;
	for (k = 0; k < COUNTOF(types); k++) {
		if (title.n - n == strlen(types[k]) &&
		    !memcmp(title.s + n, types[k], title.n - n))
			return 1;
	}
	return 0;
}

int
tsv_find_column(const struct tsv *t, const char *what)
{
	size_t i, n = strlen(what);
	uint64_t x;
	int typed = -1;

	for (i = 0; t->titles && i < t->columns; i++) {
		int named = is_named(t->titles[i], what, n);

		if (named == 2)
			return (int)i;
		if (named == 1 && typed < 0)
			typed = (int)i;
	}
	if (typed >= 0)
		return typed;
	if (what[0] == '0' || num_get_count(what, n, 1, MAX_COLUMN, &x) ||
	    (t->titles && x > t->columns))
		return -1;
	return (int)x - 1;
}

/* The column N of feature lists that N::steps is, where there are no names; the row
 * that was read, if one was, becomes what it is then. */
static int
unnamed_steps(struct tsv *t, const char *what, struct fail *f)
{
	const char *colon = strstr(what, "::steps");
	uint64_t x;

	if (t->titles || !colon || strcmp(colon, "::steps") ||
	    num_get_count(what, (size_t)(colon - what), 1, MAX_COLUMN, &x) ||
	    (t->columns && x > t->columns))
		return -1;
	if (add_steps(t, (size_t)x - 1, f))
		return -2;
	if (t->columns && (!cut(t, t->row, f) || join_steps(t, t->row.n, f)))
		return -2;
	return (int)x - 1;
}

int
tsv_column(struct tsv *t, const char *what, struct fail *f)
{
	int c = tsv_find_column(t, what);

	if (c < 0)
		c = unnamed_steps(t, what, f);
	if (c != -1)
		return c < 0 ? -1 : c;
	if (!t->titles)
		return fail_set(f,
		    "%s: without a header line a column is a "
		    "number from 1, not '%s'",
		    input_name(t->lines.in), what);
	if (strlen(t->header) < t->header_len) /* a NUL */
		return fail_set(f,
		    "%s: is not text: there is a NUL byte in the header",
		    input_name(t->lines.in));
	return fail_set(f, "%s: there is no column '%s'; the header is: %.200s",
	    input_name(t->lines.in), what, t->header);
}
