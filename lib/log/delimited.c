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

/* A line cut into fields. */
struct delimited_cells {
	struct slice *at; /* [room] */
	size_t room;
	char *unquoted; /* [unquoted_size] what quotes with "" mean */
	size_t unquoted_size;
};

struct delimited {
	struct input *in;
	const char *forced;    /* the separator; NULL: to be found */
	const char *separator; /* that of this input; NULL before it is known */
	size_t separator_len;
	struct delimited_cells now, following;
	char *copy;     /* [copy_size] the first line of this input */
	size_t columns; /* of this input's first line */
	size_t copy_size;
	uint64_t line, offset; /* of the line read last */
	int first, started, ragged;
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
	free(t->now.at);
	free(t->now.unquoted);
	free(t->following.at);
	free(t->following.unquoted);
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

/* Shows the next line of this input, without its end, and how many bytes it
 * takes with it: 1, 0, -1. */
static int
peek_line(struct delimited *t, struct slice *s, size_t *used, struct fail *f)
{
	const unsigned char *p, *nl = NULL;
	size_t n, want = 1, seen = 0;

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
	*used = s->n + (nl != NULL);
	if (s->n && s->s[s->n - 1] == '\r')
		s->n--;
	return 1;
}

/* The next line of this input: 1, 0, -1.  Its bytes count as used at once but
 * stay valid. */
static int
next_line(struct delimited *t, struct slice *s, struct fail *f)
{
	size_t used = 0;
	int r;

	t->line++;
	t->offset = input_offset(t->in);
	r = peek_line(t, s, &used, f);
	if (r > 0)
		input_skip(t->in, used);
	return r;
}

/* Has the line nothing but blanks, as no line of fields divided by them has? */
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
			t->started = 0;
			t->line = 0;
			continue;
		}
		if (r < 0)
			return -1;
		if (!is_blank(t, *s))
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

/* Of comma, semicolon and | the one which stands first: the others are then in
 * a title or divide genres. */
static const char *
first_of_line(struct slice line)
{
	static const char *const known[] = {",", ";", "|"};
	const char *found = NULL;
	size_t i, least = line.n;

	for (i = 0; i < COUNTOF(known); i++) {
		const char *p = memchr(line.s, known[i][0], least);

		if (!p || !delimited_separator(line, &known[i], 1))
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
		    "%s: a line of its own for an item, as the Netflix Prize "
		    "has them; bring it into lines of events: "
		    "awk '/:$/ { sub(/:$/, \"\"); item = $0; next } "
		    "{ print item \",\" $0 }' %s | "
		    "seq-examples --columns=item,user,rating,time",
		    delimited_where(t), input_name(t->in));
	return fail_set(f,
	    "%s: no separator in it: no ::, TAB, comma, semicolon, | or blank "
	    "(--separator)",
	    delimited_where(t));
}

/* Finds the separator of this input, as its first line tells it. */
static int
choose_separator(struct delimited *t, struct slice line, struct fail *f)
{
	static const char *const sure[] = {"::", "\t"};
	static const char *const blank[] = {" "};

	t->separator = t->forced
	                   ? t->forced
	                   : delimited_separator(line, sure, COUNTOF(sure));
	if (!t->separator)
		t->separator = first_of_line(line);
	if (!t->separator)
		t->separator = delimited_separator(line, blank, 1);
	if (!t->separator)
		return t->ragged ? 0 : no_separator(t, line, f);
	t->separator_len = strlen(t->separator);
	return 0;
}

/* Makes room for one more cell, and for n bytes without their quotes. */
static int
make_room(struct delimited_cells *c, size_t cells, size_t n, struct fail *f)
{
	return ARRAY_ROOM(&c->at, &c->room, cells + 1, f) ||
	               ARRAY_ROOM(&c->unquoted, &c->unquoted_size, n, f)
	           ? -1
	           : 0;
}

/*
 * Reads the quoted field that begins at *s into *cell: what stands between the
 * quotes, "" for a quote.  *out, where its bytes go, is as large as the line.
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

/* Cuts the line at its runs of blanks; how many cells, 0 on failure. */
static size_t
cut_blanks(struct delimited_cells *c, struct slice line, struct fail *f)
{
	const char *s = line.s, *end = line.s + line.n, *from;
	size_t n = 0;

	for (;;) {
		while (s < end && *s == ' ')
			s++;
		if (s == end)
			return n;
		if (make_room(c, n, 0, f))
			return 0;
		from = s;
		while (s < end && *s != ' ')
			s++;
		c->at[n++] = (struct slice){from, (size_t)(s - from)};
	}
}

/* Cuts the line into cells; how many, 0 on failure. */
static size_t
cut(struct delimited *t, struct delimited_cells *c, struct slice line,
    struct fail *f)
{
	const char *s = line.s, *end = line.s + line.n, *p;
	int quoted;
	size_t n = 0;
	char *out;

	if (!t->separator || !strcmp(t->separator, " "))
		return cut_blanks(c, line, f);
	quoted = is_quotable(t->separator);
	if (make_room(c, n, quoted ? line.n : 0, f))
		return 0;
	out = c->unquoted;
	for (;; s = p + t->separator_len) {
		if (n == c->room && make_room(c, n, 0, f))
			return 0;
		p = s;
		if (quoted && s < end && *s == '"') {
			if (unquote(t, &p, end, &out, &c->at[n++], f))
				return 0;
		} else {
			p = find_separator(
			    s, end, t->separator, t->separator_len);
			c->at[n++] = (struct slice){s, (size_t)(p - s)};
		}
		if (p == end)
			return n;
	}
}

/* Keeps the first line of an input, which stays while the next is looked at. */
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

int
delimited_following(
    struct delimited *t, const struct slice **cells, size_t *n, struct fail *f)
{
	struct slice line;
	struct fail later; /* told when the line is read */
	size_t used;

	*n = 0;
	*cells = NULL;
	if (peek_line(t, &line, &used, f) < 0)
		return -1;
	if (line.n && t->separator)
		*n = cut(t, &t->following, line, &later);
	*cells = t->following.at;
	return *n > 0;
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
		return -1;
	if (t->first)
		t->columns = *n;
	if (*n != t->columns && !t->ragged)
		return fail_set(f,
		    "%s: %zu fields where the first line has %zu%s",
		    delimited_where(t), *n, t->columns,
		    is_quotable(t->separator) && *n > t->columns
			? "; one that holds the separator must be quoted"
			: "");
	*cells = t->now.at;
	return 1;
}
