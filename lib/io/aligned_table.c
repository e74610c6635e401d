/* aligned_table - prints a TSV table with aligned columns, for people. */
/* SPDX-License-Identifier: MIT */
#include "io/aligned_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/output.h"

#define LEAST_WIDTH 8 /* least width that a column is cut to */

struct aligned_table_style {
	size_t width;
	int words; /* some cell below the title is not a number */
};

/* Takes the next cell from *p.  *end is the byte after the cell, TAB or
 * newline. */
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

/* Counts characters of UTF-8: all bytes but continuation bytes. */
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

/* Measures each column's width and whether it has only numbers.  Returns the
 * number of columns. */
static size_t
measure(const char *s, size_t n, struct aligned_table_style *styles)
{
	const char *p = s;
	struct slice cell;
	size_t column = 0, line = 0, columns = 0;
	char end;

	while (take_cell(&p, s + n, &cell, &end)) {
		struct aligned_table_style *st = &styles[column++];

		st->width = size_max(st->width, width(cell));
		st->words |= line && !is_number(cell);
		columns = size_max(columns, column);
		if (end == '\n') {
			column = 0;
			line++;
		}
	}
	return columns;
}

/* The widest of the columns first .. n - 1. */
static size_t
widest(const struct aligned_table_style *styles, size_t first, size_t n)
{
	size_t i, at = first;

	for (i = first; i < n; i++)
		at = styles[i].width > styles[at].width ? i : at;
	return at;
}

/* Narrows the widest of n columns until a line fits into width characters;
 * width 0 means no limit.  The first column, which has the names, is
 * narrowed last. */
static void
shrink(struct aligned_table_style *styles, size_t n, size_t width)
{
	size_t i, sum = 0, at;

	for (i = 0; i < n; i++)
		sum += styles[i].width + (i ? 2 : 0);
	for (; width && sum > width; sum--) {
		at = n > 1 ? widest(styles, 1, n) : 0;
		if (styles[at].width <= LEAST_WIDTH)
			at = 0;
		if (styles[at].width <= LEAST_WIDTH)
			return;
		styles[at].width--;
	}
}

/* Cuts a cell that is too wide, leaving room for "..". */
static int
cut(struct slice *cell, size_t most)
{
	size_t i, n = 0;

	if (width(*cell) <= most)
		return 0;
	for (i = 0; i < cell->n; i++) {
		n += (cell->s[i] & 0xc0) != 0x80;
		if (n > most - 2)
			break;
	}
	cell->n = i;
	return 1;
}

static void
pad(struct output *o, size_t n)
{
	while (n--)
		output_char(o, ' ');
}

int
aligned_table_fit(
    struct output *o, const char *s, size_t n, size_t most, struct fail *f)
{
	struct aligned_table_style *styles = calloc(n + 1, sizeof(*styles));
	const char *p = s;
	struct slice cell;
	size_t column = 0, space;
	char end;
	int is_cut;

	if (!styles)
		return fail_memory(f);
	shrink(styles, measure(s, n, styles), most);
	while (take_cell(&p, s + n, &cell, &end)) {
		const struct aligned_table_style *st = &styles[column];

		is_cut = cut(&cell, st->width);
		space = st->width - width(cell) - (is_cut ? 2 : 0);
		if (column++)
			output_put(o, "  ", 2);
		if (!st->words)
			pad(o, space);
		output_put(o, cell.s, cell.n);
		if (is_cut)
			output_put(o, "..", 2);
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

int
aligned_table_put(struct output *o, const char *s, size_t n, struct fail *f)
{
	return aligned_table_fit(o, s, n, 0, f);
}
