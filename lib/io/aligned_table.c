/* aligned_table - a table of TSV set in columns, for people. */
/* SPDX-License-Identifier: MIT */
#include "io/aligned_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/output.h"

struct aligned_table_style {
	size_t width;
	int words; /* a cell below the title is no number */
};

/* Takes the next cell off *p; *end is the byte after it, tab or newline. */
static int
take_cell(const char **p, const char *limit, struct slice *cell, char *end)
{
	const char *q = *p;

	if (q == limit)
		return 0;
	while (q < limit && *q != '\t' && *q != '\n')
		q++;
	*cell = (struct slice){*p, (size_t)(q - *p)};
	*end = q < limit ? *q : '\n';
	*p = q < limit ? q + 1 : q;
	return 1;
}

/* Characters of UTF-8: bytes that do not continue one. */
static size_t
width(struct slice cell)
{
	size_t i, n = 0;

	for (i = 0; i < cell.n; i++)
		n += (cell.s[i] & 0xc0) != 0x80;
	return n;
}

static int
is_number(struct slice cell)
{
	return cell.n && (!memcmp(cell.s, "\\N", size_min(cell.n, 2)) ||
			     strchr("-0123456789", cell.s[0]));
}

/* How wide each column is, and whether it holds numbers. */
static void
measure(const char *s, size_t n, struct aligned_table_style *styles)
{
	const char *p = s;
	struct slice cell;
	size_t column = 0, line = 0;
	char end;

	while (take_cell(&p, s + n, &cell, &end)) {
		struct aligned_table_style *st = &styles[column++];

		st->width = size_max(st->width, width(cell));
		st->words |= line && !is_number(cell);
		if (end == '\n') {
			column = 0;
			line++;
		}
	}
}

static void
pad(struct output *o, size_t n)
{
	while (n--)
		output_char(o, ' ');
}

int
aligned_table_put(struct output *o, const char *s, size_t n, struct fail *f)
{
	struct aligned_table_style *styles = calloc(n + 1, sizeof(*styles));
	const char *p = s;
	struct slice cell;
	size_t column = 0, space;
	char end;

	if (!styles)
		return fail_memory(f);
	measure(s, n, styles);
	while (take_cell(&p, s + n, &cell, &end)) {
		const struct aligned_table_style *st = &styles[column];

		space = st->width - width(cell);
		if (column++)
			output_put(o, "  ", 2);
		if (!st->words)
			pad(o, space);
		output_put(o, cell.s, cell.n);
		if (st->words && end != '\n')
			pad(o, space);
		if (end == '\n') {
			output_char(o, '\n');
			column = 0;
		}
	}
	free(styles);
	return 0;
}
