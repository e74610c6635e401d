/* delimited - lines of fields as other people's files have them. */
/* SPDX-License-Identifier: MIT */
#include "log/delimited.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "io/input.h"

#define MAX_LINE ((size_t)1 << 26)

struct delimited {
	struct input *in;
	const char *forced;    /* the separator; NULL: to be found */
	const char *separator; /* that of this input; NULL before its first */
	size_t separator_len;
	struct slice *cells;  /* [room] */
	size_t columns, room; /* columns: of this input's first line */
	char *unquoted;       /* [unquoted_size] what quotes with "" mean */
	size_t unquoted_size;
	uint64_t line, offset; /* of the line read last */
	int first;
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
	t->forced = separator;
	return t;
}

void
delimited_close(struct delimited *t)
{
	if (!t)
		return;
	free(t->cells);
	free(t->unquoted);
	free(t);
}

int
delimited_first(const struct delimited *t)
{
	return t->first;
}

const char *
delimited_where(struct delimited *t)
{
	(void)snprintf(t->where, sizeof(t->where), "%s:line %llu @offset %llu",
	    input_name(t->in), (unsigned long long)t->line,
	    (unsigned long long)t->offset);
	return t->where;
}

/* The next line of this input, without its end: 1, 0, -1.  Its bytes count as
 * used at once but stay valid. */
static int
next_line(struct delimited *t, struct slice *s, struct fail *f)
{
	const unsigned char *p, *nl = NULL;
	size_t n, want = 1, seen = 0;

	t->line++;
	t->offset = input_offset(t->in);
	*s = (struct slice){NULL, 0};
	for (;;) {
		if (input_peek(t->in, want, &p, &n, f))
			return -1;
		if (n == 0)
			return 0;
		nl = memchr(p + seen, '\n', n - seen);
		if (nl || n < want)
			break;
		if (n > MAX_LINE)
			return fail_set(f,
			    "%s: the line is longer than %zu "
			    "bytes",
			    delimited_where(t), MAX_LINE);
		seen = n;
		want = n + 1;
	}
	*s = (struct slice){(const char *)p, nl ? (size_t)(nl - p) : n};
	input_skip(t->in, s->n + (nl != NULL));
	if (s->n && s->s[s->n - 1] == '\r')
		s->n--;
	return 1;
}

/* The next line that is not empty, of this input or one after it. */
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
			t->line = 0;
			continue;
		}
		if (r < 0)
			return -1;
		if (s->n)
			return 1;
	}
}

/* Where the separator next stands, or end. */
static const char *
find_separator(const char *s, const char *end, const char *sep, size_t n)
{
	const char *p;

	for (; (p = memchr(s, sep[0], (size_t)(end - s))); s = p + 1) {
		if (n == 1 || ((size_t)(end - p) >= n && !memcmp(p, sep, n)))
			return p;
	}
	return end;
}

/* May fields that this divides be quoted? */
static int
is_quotable(const char *separator)
{
	return !strcmp(separator, ",") || !strcmp(separator, ";");
}

/* Where the quoted field that begins at s ends: at its last quote, or at s if it
 * has none. */
static const char *
end_of_quotes(const char *s, const char *end)
{
	const char *p = s;

	while (++p < end) {
		if (*p != '"')
			continue;
		if (p + 1 == end || p[1] != '"')
			return p;
		p++; /* two of them are one in the field */
	}
	return s;
}

/* Is c in the line, but in no field that is quoted? */
static int
has_outside(struct slice line, char c)
{
	const char *s = line.s, *end = s + line.n, *p;

	for (p = s; p < end; p++) {
		if (*p == '"' && (p == s || p[-1] == ',' || p[-1] == ';'))
			p = end_of_quotes(p, end);
		else if (*p == c)
			return 1;
	}
	return 0;
}

const char *
delimited_separator(struct slice line, const char *const *known, size_t n)
{
	const char *end = line.s + line.n;
	size_t i;

	for (i = 0; i < n; i++) {
		const char *sep = known[i];

		if (is_quotable(sep)
			? has_outside(line, *sep)
			: find_separator(line.s, end, sep, strlen(sep)) < end)
			return sep;
	}
	return NULL;
}

static int
choose_separator(struct delimited *t, struct slice line, struct fail *f)
{
	static const char *const known[] = {"::", "\t", ",", ";", " "};

	t->separator = t->forced
	                   ? t->forced
	                   : delimited_separator(line, known, COUNTOF(known));
	if (!t->separator)
		return fail_set(f,
		    "%s: no separator in it: no ::, TAB, comma, "
		    "semicolon or blank",
		    delimited_where(t));
	t->separator_len = strlen(t->separator);
	return 0;
}

/* Makes room for one more cell, and for n bytes without their quotes. */
static int
make_room(struct delimited *t, size_t cells, size_t n, struct fail *f)
{
	return ARRAY_ROOM(&t->cells, &t->room, cells + 1, f) ||
	               ARRAY_ROOM(&t->unquoted, &t->unquoted_size, n, f)
	           ? -1
	           : 0;
}

/*
 * Reads the quoted field that begins at *s into *cell: what stands between the
 * quotes, "" for a quote.  *out, where its bytes go, is in t->unquoted, which
 * is as large as the line.
 */
static int
unquote(struct delimited *t, const char **s, const char *end, char **out,
    struct slice *cell, struct fail *f)
{
	const char *p = *s + 1;
	char *o = *out;

	for (; p < end; p++) {
		if (*p != '"')
			*o++ = *p;
		else if (p + 1 < end && p[1] == '"')
			*o++ = *p++;
		else
			break;
	}
	if (p >= end)
		return fail_set(f,
		    "%s: a quoted field does not end on its "
		    "line",
		    delimited_where(t));
	p++;
	if (p < end && *p != t->separator[0])
		return fail_set(f,
		    "%s: something follows the end of a quoted "
		    "field",
		    delimited_where(t));
	*cell = (struct slice){*out, (size_t)(o - *out)};
	*out = o;
	*s = p;
	return 0;
}

/* Cuts the line into cells; how many, 0 on failure. */
static size_t
cut(struct delimited *t, struct slice line, struct fail *f)
{
	const char *s = line.s, *end = line.s + line.n, *p;
	int quoted = is_quotable(t->separator);
	size_t n = 0;
	char *out;

	if (make_room(t, n, quoted ? line.n : 0, f))
		return 0;
	out = t->unquoted;
	for (;; s = p + t->separator_len) {
		if (n == t->room && make_room(t, n, 0, f))
			return 0;
		p = s;
		if (quoted && s < end && *s == '"') {
			if (unquote(t, &p, end, &out, &t->cells[n++], f))
				return 0;
		} else {
			p = find_separator(
			    s, end, t->separator, t->separator_len);
			t->cells[n++] = (struct slice){s, (size_t)(p - s)};
		}
		if (p == end)
			return n;
	}
}

int
delimited_row(
    struct delimited *t, const struct slice **cells, size_t *n, struct fail *f)
{
	struct slice line;
	int r = next_full_line(t, &line, f);

	if (r <= 0)
		return r;
	t->first = !t->separator;
	if (t->first && choose_separator(t, line, f))
		return -1;
	*n = cut(t, line, f);
	if (*n == 0)
		return -1;
	if (t->first)
		t->columns = *n;
	if (*n != t->columns)
		return fail_set(f,
		    "%s: %zu fields where the first line has %zu%s",
		    delimited_where(t), *n, t->columns,
		    is_quotable(t->separator) && *n > t->columns
			? "; one that holds the separator must be quoted"
			: "");
	*cells = t->cells;
	return 1;
}
