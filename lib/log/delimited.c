/* delimited - lines of fields in the formats of other software. */
/* SPDX-License-Identifier: MIT */
#include "log/delimited.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/input.h"
#include "log/line_cells.h"

#define MAX_LINE ((size_t)1 << 26)
#define MAX_QUOTED ((size_t)1 << 20) /* of a line with newlines */

struct delimited {
	struct input *in;
	const char *forced;    /* the separator; NULL: detected */
	const char *separator; /* the separator of this input; NULL: not known
                                  yet */
	size_t separator_len;
	struct line_cells now, following;
	char *copy;     /* [copy_size] the first line of this input */
	size_t columns; /* number of fields of this input's first line */
	size_t copy_size;
	uint64_t line, offset; /* of the last line */
	uint64_t newlines;     /* from there to the next one */
	uint64_t peeked;       /* newlines of the line looked at last */
	int first, started, ragged;
	int uneven; /* a line had another number of fields than the first
                       line */
	char where[512];
};

struct delimited *
delimited_open(struct input *in, const char *separator, struct fail *f)
{
	struct delimited *t = calloc(1, sizeof(*t));

	if (!t) {
		(void)fail_memory(f);
		return NULL;
	}
	t->in = in;
	t->newlines = 1;
	t->forced = separator;
	return t;
}

void
delimited_close(struct delimited *t)
{
	if (!t)
		return;
	line_cells_free(&t->now);
	line_cells_free(&t->following);
	free(t->copy);
	free(t);
}

void
delimited_allow_ragged(struct delimited *t)
{
	t->ragged = 1;
}

int
delimited_first(const struct delimited *t)
{
	return t->first;
}

int
delimited_is_by(const struct delimited *t, const char *separator)
{
	return t->separator && !strcmp(t->separator, separator);
}

const char *
delimited_where(struct delimited *t)
{
	(void)snprintf(t->where, sizeof(t->where), "%s:line %llu @offset %llu",
	    input_name(t->in), (unsigned long long)t->line,
	    (unsigned long long)t->offset);
	return t->where;
}

/* Looks ahead at the next bytes [n] of this input: up to *nl, the first newline
 * from byte `from` on, or to the end with *nl NULL. */
static int
peek_to_newline(struct delimited *t, size_t from, const unsigned char **p,
    size_t *n, const unsigned char **nl, struct fail *f)
{
	size_t want = from + 1, seen = from;

	for (*nl = NULL;;) {
		if (input_peek(t->in, want, p, n, f))
			return -1;
		if (*n < want)
			return 0;
		*nl = memchr(*p + seen, '\n', *n - seen);
		if (*nl)
			return 0;
		if (*n > from + MAX_LINE)
			return fail_set(f,
			    "%s: the line is longer than %zu "
			    "bytes",
			    delimited_where(t), MAX_LINE);
		seen = *n;
		want = *n + 1;
	}
}

static struct slice
without_cr(struct slice line)
{
	line.n -= line.n && line.s[line.n - 1] == '\r';
	return line;
}

/*
 * Looks ahead at the line that begins `from` bytes on, with the newlines in its
 * quoted fields and without its end, and stores its length with the end.
 * Returns 1, 0 at the end of the input, -1 on an error.  A quoted field that
 * does not end within MAX_QUOTED is left for line_cells_cut() to refuse, at the
 * line where it begins.
 */
static int
peek_line(struct delimited *t, size_t from, struct slice *s, size_t *used,
    struct fail *f)
{
	const unsigned char *p, *nl;
	size_t n, at = from, first = 0;
	int open = 0;

	for (t->peeked = 1;; t->peeked++) {
		if (peek_to_newline(t, at, &p, &n, &nl, f))
			return -1;
		n = nl ? (size_t)(nl - p) : n;
		*s = (struct slice){(const char *)p + from, n - from};
		*used = s->n + (nl != NULL);
		open = t->separator &&
		       line_cells_is_open(
			   (struct slice){(const char *)p + at, n - at},
			   t->separator, open);
		if (!open)
			break;
		if (!first)
			first = s->n;
		if (!nl || s->n > MAX_QUOTED) {
			t->peeked = 1;
			s->n = first;
			*used = first + (nl != NULL || *used > first);
			break;
		}
		at = n + 1;
	}
	*s = without_cr(*s);
	return *used > 0;
}

/* Reads the next line of this input.  Returns 1, 0 at the end, -1 on an error.
 * The bytes are consumed at once but remain valid. */
static int
next_line(struct delimited *t, struct slice *s, struct fail *f)
{
	size_t used = 0;
	int r;

	t->line += t->newlines;
	t->offset = input_offset(t->in);
	r = peek_line(t, 0, s, &used, f);
	t->newlines = t->peeked;
	if (r > 0)
		input_skip(t->in, used);
	return r;
}

/* Returns 1 if the line has only blanks, although blanks are not the
 * separator. */
static int
is_blank(const struct delimited *t, struct slice s)
{
	size_t i = 0;

	if (t->separator && *t->separator != ' ')
		return s.n == 0;
	while (i < s.n && s.s[i] == ' ')
		i++;
	return i == s.n;
}

/* Reads the next line that is not empty, from this input or a later one. */
static int
next_full_line(struct delimited *t, struct slice *s, struct fail *f)
{
	int r;

	for (;;) {
		r = next_line(t, s, f);
		if (r == 0) {
			r = input_next(t->in, f);
			if (r <= 0)
				return r;
			t->separator = NULL;
			t->started = 0;
			t->line = 0;
			t->newlines = 1;
			continue;
		}
		if (r < 0)
			return -1;
		if (!is_blank(t, *s))
			return 1;
	}
}

/* Returns the one of comma, semicolon and | that comes first: the others may be
 * part of a title or separate genres. */
static const char *
first_of_line(struct slice line)
{
	static const char *const known[] = {",", ";", "|"};
	const char *found = NULL;
	size_t i, least = line.n;

	for (i = 0; i < COUNTOF(known); i++) {
		const char *p = memchr(line.s, known[i][0], least);

		if (!p || !line_cells_separator(line, &known[i], 1))
			continue;
		least = (size_t)(p - line.s);
		found = known[i];
	}
	return found;
}

static int
no_separator(struct delimited *t, struct slice line, struct fail *f)
{
	size_t digits = 0;

	while (
	    digits < line.n && line.s[digits] >= '0' && line.s[digits] <= '9')
		digits++;
	if (digits && digits + 1 == line.n && line.s[digits] == ':')
		return fail_set(f,
		    "%s: a line with an item alone, as in the Netflix Prize; "
		    "convert the log to lines of events: awk '/:$/ { sub(/:$/, "
		    "\"\"); item = $0; next } { print item \",\" $0 }' %s | "
		    "seq-examples --columns=item,user,rating,time",
		    delimited_where(t), input_name(t->in));
	return fail_set(f,
	    "%s: no separator found: no ::, TAB, comma, semicolon, | or blank "
	    "(--separator)",
	    delimited_where(t));
}

/* Detects the separator of this input from its first line. */
static int
choose_separator(struct delimited *t, struct slice line, struct fail *f)
{
	static const char *const sure[] = {"::", "\t"};
	static const char *const blank[] = {" "};

	t->separator = t->forced
	                   ? t->forced
	                   : line_cells_separator(line, sure, COUNTOF(sure));
	if (!t->separator)
		t->separator = first_of_line(line);
	if (!t->separator)
		t->separator = line_cells_separator(line, blank, 1);
	if (!t->separator)
		return t->ragged ? 0 : no_separator(t, line, f);
	t->separator_len = strlen(t->separator);
	return 0;
}

/* Copies the first line of an input, so that the next can be looked at. */
static int
start_input(struct delimited *t, struct slice *line, struct fail *f)
{
	t->started = 1;
	if (ARRAY_ROOM(&t->copy, &t->copy_size, line->n + 1, f))
		return -1;
	memcpy(t->copy, line->s, line->n);
	line->s = t->copy;
	return choose_separator(t, *line, f);
}

/* Cuts a line of this input; returns the number of cells, 0 on failure. */
static size_t
cut(const struct delimited *t, struct line_cells *c, struct slice line,
    struct fail *f)
{
	return line_cells_cut(c, line, t->separator, t->separator_len, f);
}

/* Like peek_line(), of the line that begins at byte `from` and comes after `between`
 * lines that are not read yet: an error names that line. */
static int
look_ahead(struct delimited *t, size_t from, size_t between, struct slice *s,
    size_t *used, struct fail *f)
{
	const uint64_t line = t->line, offset = t->offset;
	int r;

	t->line += t->newlines + between;
	t->offset = input_offset(t->in) + from;
	r = peek_line(t, from, s, used, f);
	t->line = line;
	t->offset = offset;
	return r;
}

int
delimited_following(
    struct delimited *t, const struct slice **cells, size_t *n, struct fail *f)
{
	struct slice line;
	struct fail later; /* reported when the line is read */
	size_t used;

	*n = 0;
	*cells = NULL;
	if (look_ahead(t, 0, 0, &line, &used, f) < 0)
		return -1;
	if (line.n && t->separator)
		*n = cut(t, &t->following, line, &later);
	*cells = t->following.at;
	return *n > 0;
}

int
delimited_uneven(struct delimited *t, size_t n, int *uneven, struct fail *f)
{
	struct slice line;
	struct fail later; /* reported when the line is read */
	size_t from = 0, between = 0, used, cells;
	int r;

	for (*uneven = 0; n && !*uneven; n--, from += used) {
		r = look_ahead(t, from, between++, &line, &used, f);
		if (r < 0)
			return -1;
		if (!r || used == line.n) /* the end, or perhaps cut short */
			break;
		cells = line.n ? cut(t, &t->following, line, &later) : 0;
		*uneven = cells && cells != t->columns;
	}
	return 0;
}

int
delimited_found_uneven(const struct delimited *t)
{
	return t->uneven;
}

int
delimited_row(
    struct delimited *t, const struct slice **cells, size_t *n, struct fail *f)
{
	struct slice line;
	int r = next_full_line(t, &line, f);

	if (r <= 0)
		return r;
	t->first = !t->started;
	if (t->first && start_input(t, &line, f))
		return -1;
	if (!t->separator && choose_separator(t, line, f))
		return -1;
	*n = cut(t, &t->now, line, f);
	if (*n == 0)
		return fail_at(f, "%s", delimited_where(t));
	if (t->first)
		t->columns = *n;
	t->uneven = *n != t->columns && !t->ragged;
	if (t->uneven)
		return fail_set(f,
		    "%s: %zu field%s where the first line has %zu%s",
		    delimited_where(t), *n, num_s(*n), t->columns,
		    line_cells_is_quotable(t->separator) && *n > t->columns
			? "; quote fields that contain the separator"
			: "");
	*cells = t->now.at;
	return 1;
}
