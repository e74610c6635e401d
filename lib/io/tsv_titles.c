/* tsv_titles - finds columns by their titles in a header. */
/* SPDX-License-Identifier: MIT */
#include "io/tsv.h"

#include <string.h>

#include "base/num.h"

int
tsv_titles_steps(struct slice title)
{
	static const char end[] = ":steps";
	const size_t n = sizeof(end) - 1;

	return title.n > n && !memcmp(title.s + title.n - n, end, n) &&
	       memchr(title.s, ':', title.n - n);
}

const char *
tsv_titles_separator(struct slice line)
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

/* Returns 1 if the cell has a digit, as values have and few titles. */
static int
has_digit(struct slice cell)
{
	size_t i = 0;

	while (i < cell.n && (cell.s[i] < '0' || cell.s[i] > '9'))
		i++;
	return i < cell.n;
}

const char *
tsv_titles_doubt(const struct slice *titles, size_t n)
{
	size_t i = 0;

	if (n == 1 && memchr(titles[0].s, ' ', titles[0].n))
		return "; TABs must separate columns";
	while (i < n && has_digit(titles[i]))
		i++;
	return i < n ? "" : "; if this is not a header, give --no-header";
}

/* Returns 2 if title is name [n], 1 if title is the name with a type, as in
 * a typed header, otherwise 0. */
static int
is_named(struct slice title, const char *name, size_t n)
{
	static const char *const types[] = {":int64", ":float", ":bytes",
	    "::steps", ":int64:steps", ":float:steps", ":bytes:steps"};
	size_t k;

	if (title.n < n || memcmp(title.s, name, n))
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
tsv_titles_find(const struct slice *titles, size_t columns, const char *name)
{
	const size_t n = strlen(name);
	size_t i;
	uint64_t x;
	int typed = -1;

	for (i = 0; titles && i < columns; i++) {
		int named = is_named(titles[i], name, n);

		if (named == 2)
			return (int)i;
		if (named == 1 && typed < 0)
			typed = (int)i;
	}
	if (typed >= 0)
		return typed;
	if (name[0] == '0' || num_get_count(name, n, 1, TSV_MAX_COLUMN, &x) ||
	    (titles && x > columns))
		return -1;
	return (int)x - 1;
}
