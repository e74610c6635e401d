/* table_format - a table with a header line as TSV, Markdown, LaTeX or JSON. */
/* SPDX-License-Identifier: MIT */
#include "io/table_format.h"

#include <string.h>

#include "base/num.h"
#include "io/aligned_table.h"
#include "io/json.h"
#include "io/output.h"

/* The rows of the table that are still to be taken. */
struct table_format_rows {
	const char *at, *end;
};

/* Takes the next line, without its newline.  Returns 0 if there is none. */
static int
next_line(struct table_format_rows *r, struct slice *line)
{
	const char *newline;

	if (r->at == r->end)
		return 0;
	newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
	newline = newline ? newline : r->end;
	*line = (struct slice){r->at, (size_t)(newline - r->at)};
	r->at = newline < r->end ? newline + 1 : newline;
	return 1;
}

/* Takes the next cell from a line.  Returns 0 if there is none; s is then
 * NULL. */
static int
next_cell(struct slice *line, struct slice *cell)
{
	const char *tab;

	if (!line->s)
		return 0;
	tab = line->n ? memchr(line->s, '\t', line->n) : NULL;
	*cell = *line;
	if (!tab) {
		*line = (struct slice){NULL, 0};
		return 1;
	}
	cell->n = (size_t)(tab - line->s);
	*line = (struct slice){tab + 1, line->n - cell->n - 1};
	return 1;
}

static int
is_absent(struct slice cell)
{
	return cell.n == 2 && cell.s[0] == '\\' && cell.s[1] == 'N';
}

/* Returns 1 if the cell is a number in JSON's syntax. */
static int
is_number(struct slice cell)
{
	double x;

	return cell.n && strchr("-0123456789", cell.s[0]) &&
	       !num_get_double(cell.s, cell.n, &x) && x - x == 0;
}

/* Writes a cell, with a backslash before the characters of special. */
static void
put_escaped(struct output *o, struct slice cell, const char *special)
{
	size_t i;

	if (is_absent(cell))
		return;
	for (i = 0; i < cell.n; i++) {
		if (strchr(special, cell.s[i]))
			output_char(o, '\\');
		output_char(o, cell.s[i]);
	}
}

/* Writes the cells of a line between marks: begin, between and end. */
static void
put_line(struct output *o, struct slice line, const char *const *marks,
    const char *special)
{
	struct slice cell;
	size_t k = 0;

	output_string(o, marks[0]);
	while (next_cell(&line, &cell)) {
		if (k++)
			output_string(o, marks[1]);
		put_escaped(o, cell, special);
	}
	output_string(o, marks[2]);
}

static void
put_markdown(struct output *o, struct table_format_rows rows)
{
	static const char *const marks[] = {"| ", " | ", " |\n"};
	struct slice line, cells, cell;
	size_t k, n = 0;

	for (; next_line(&rows, &line); n++) {
		put_line(o, line, marks, "|\\*`");
		cells = line;
		for (k = 0; !n && next_cell(&cells, &cell); k++)
			output_string(o, k ? " ---: |" : "| --- |");
		if (!n)
			output_char(o, '\n');
	}
}

static void
put_latex(struct output *o, struct table_format_rows rows)
{
	static const char *const marks[] = {"", " & ", " \\\\\n"};
	struct slice line, cells, cell;
	size_t k, n = 0;

	output_string(o, "\\begin{tabular}{");
	for (; next_line(&rows, &line); n++) {
		cells = line;
		for (k = 0; !n && next_cell(&cells, &cell); k++)
			output_char(o, k ? 'r' : 'l');
		if (!n)
			output_string(o, "}\n\\hline\n");
		put_line(o, line, marks, "_%&#${}");
		if (!n)
			output_string(o, "\\hline\n");
	}
	output_string(o, "\\hline\n\\end{tabular}\n");
}

static void
put_value(struct output *o, struct slice cell)
{
	if (is_absent(cell))
		output_string(o, "null");
	else if (is_number(cell))
		output_put(o, cell.s, cell.n);
	else
		json_put_string(o, cell);
}

/* Writes an array of objects, one object a row, one row a line. */
static void
put_json(struct output *o, struct table_format_rows rows)
{
	struct slice titles, line, names, name, cell;
	size_t k, n;

	if (!next_line(&rows, &titles))
		return;
	for (n = 0; next_line(&rows, &line); n++) {
		output_string(o, n ? ",\n{" : "[\n{");
		names = titles;
		for (k = 0; next_cell(&names, &name) && next_cell(&line, &cell);
		     k++) {
			if (k)
				output_char(o, ',');
			json_put_string(o, name);
			output_char(o, ':');
			put_value(o, cell);
		}
		output_char(o, '}');
	}
	output_string(o, n ? "\n]\n" : "[]\n");
}

/* The table of formats; table_format_put() writes tsv itself. */
struct table_format {
	const char *name, *help;
	void (*put)(struct output *, struct table_format_rows);
};

static const struct table_format formats[] = {
    {"tsv", "tab-separated text; in aligned columns on a terminal", NULL},
    {"markdown", "a Markdown table", put_markdown},
    {"latex", "a LaTeX tabular", put_latex},
    {"json", "an array of objects, one a row", put_json},
};

struct choice
table_format_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(formats) ? &formats[k] : NULL);
}

int
table_format_put(struct output *o, const char *name, const char *s, size_t n,
    int header, int in_columns, struct fail *f)
{
	struct table_format_rows rows = {s, s + n};
	struct slice titles;
	size_t k;

	for (k = 1; k < COUNTOF(formats); k++) {
		if (strcmp(formats[k].name, name))
			continue;
		formats[k].put(o, rows);
		return 0;
	}
	if (!header)
		(void)next_line(&rows, &titles);
	n = (size_t)(rows.end - rows.at);
	if (in_columns)
		return aligned_table_put(o, rows.at, n, f);
	output_put(o, rows.at, n);
	return 0;
}
