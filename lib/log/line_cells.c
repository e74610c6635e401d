/* line_cells - cuts a line into fields. */
/* SPDX-License-Identifier: MIT */
#include "log/line_cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"

void
line_cells_free(struct line_cells *c)
{
	free(c->at);
	free(c->unquoted);
}

/* The next separator, or end. */
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

/* Returns 1 if fields may be quoted with this separator. */
int
line_cells_is_quotable(const char *separator)
{
	return !strcmp(separator, ",") || !strcmp(separator, ";");
}

/* The end of the quoted field that begins at s: its last quote, or s if there
 * is none. */
static const char *
end_of_quotes(const char *s, const char *end)
{
	const char *p = s;

	while (++p < end) {
		if (*p != '"')
			continue;
		if (p + 1 == end || p[1] != '"')
			return p;
		p++; /* a doubled quote is one quote of the field */
	}
	return s;
}

int
line_cells_is_open(struct slice part, const char *separator, int open)
{
	const char *s = part.s, *end = s + part.n, *p = s;

	if (!line_cells_is_quotable(separator))
		return 0;
	while ((p = memchr(p, '"', (size_t)(end - p)))) {
		if (!open)
			open = p == s || p[-1] == *separator;
		else if (p + 1 < end && p[1] == '"')
			p++; /* a doubled quote is one quote of the field */
		else
			open = 0;
		p++;
	}
	return open;
}

/* Returns 1 if c is in the line, outside quoted fields. */
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
line_cells_separator(struct slice line, const char *const *known, size_t n)
{
	const char *end = line.s + line.n;
	size_t i;

	for (i = 0; i < n; i++) {
		const char *sep = known[i];

		if (line_cells_is_quotable(sep)
			? has_outside(line, *sep)
			: find_separator(line.s, end, sep, strlen(sep)) < end)
			return sep;
	}
	return NULL;
}

/* Makes room for one more cell, and for n unquoted bytes. */
static int
make_room(struct line_cells *c, size_t cells, size_t n, struct fail *f)
{
	return ARRAY_ROOM(&c->at, &c->room, cells + 1, f) ||
	               ARRAY_ROOM(&c->unquoted, &c->unquoted_size, n, f)
	           ? -1
	           : 0;
}

/*
 * Reads the quoted field at *s into *cell: the text between the quotes, ""
 * meaning a quote.  *out, which receives the bytes, is as large as the line.
 */
static int
unquote(const char **s, const char *end, char separator, char **out,
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
		return fail_set(f, "a quoted field does not end");
	p++;
	if (p < end && *p != separator)
		return fail_set(
		    f, "something follows the end of a quoted field");
	*cell = (struct slice){*out, (size_t)(o - *out)};
	*out = o;
	*s = p;
	return 0;
}

/* Cuts the line at runs of blanks; returns the number of cells, 0 on
 * failure. */
static size_t
cut_blanks(struct line_cells *c, struct slice line, struct fail *f)
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

size_t
line_cells_cut(struct line_cells *c, struct slice line, const char *separator,
    size_t separator_len, struct fail *f)
{
	const char *s = line.s, *end = line.s + line.n, *p;
	int quoted;
	size_t n = 0;
	char *out;

	if (!separator || !strcmp(separator, " "))
		return cut_blanks(c, line, f);
	quoted = line_cells_is_quotable(separator);
	if (make_room(c, n, quoted ? line.n : 0, f))
		return 0;
	out = c->unquoted;
	for (;; s = p + separator_len) {
		if (n == c->room && make_room(c, n, 0, f))
			return 0;
		p = s;
		if (quoted && s < end && *s == '"') {
			if (unquote(&p, end, *separator, &out, &c->at[n++], f))
				return 0;
		} else {
			p = find_separator(s, end, separator, separator_len);
			c->at[n++] = (struct slice){s, (size_t)(p - s)};
		}
		if (p == end)
			return n;
	}
}
