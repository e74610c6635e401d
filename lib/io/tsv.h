/*
 * tsv - rows of tab-separated cells, and the lists inside cells.
 *
 * Every line ends in a newline: a last line without one is refused, because a
 * producer that fails or is killed leaves such a line.  A line that ends in CR
 * LF is refused too: its last cell would have an invisible character.  Every
 * row has as many cells as the first.  Each input begins with the same header
 * line, unless there are no headers.  A later copy of the header is refused too
 * (cat a.tsv b.tsv).
 *
 * Inside a cell ',' separates the elements of a list.  \t \n \r \\ \, \; and
 * \xHH stand for bytes that would otherwise separate or end something.  \N is
 * an absent feature and \E an empty list.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_TSV_H
#define IO_TSV_H

#include <string.h>

#include "base/base.h"

#define TSV_MAX_LINE ((size_t)1 << 30)
#define TSV_MAX_COLUMN 1000000 /* the largest column number */

/*
 * Reads rows from in, which must outlive the tsv.  header: reads the header
 * now, and refuses an input without one.  An input without a single byte is
 * always refused.  Returns NULL on failure.
 */
struct tsv *tsv_open(struct input *in, int header, struct fail *);

/*
 * A header NAME::steps or NAME:TYPE:steps marks a column of feature lists: a
 * list of values for each step.  Rows normally have such a cell as one list of
 * the steps' values, and a step with several values is an error.  After this
 * call rows have these cells as they are written.
 */
void tsv_keep_steps(struct tsv *);

void tsv_close(struct tsv *); /* NULL is allowed */

/* Reads the next row.  Returns 1, 0 at the end, -1 on an error.  *cells [*n]
 * points into the tsv until the next call.  8 bytes from any place in a cell
 * can be read, even beyond its end. */
int tsv_row(struct tsv *, const struct slice **cells, size_t *n, struct fail *);

/*
 * For readers with a fast path for plain lines.  Returns the number of bytes in
 * the whole lines after the row; they are at *s until the next call.  Returns 0
 * if no line is complete yet.  tsv_pass() skips the first lines of them.  The
 * reader must make sure that these lines have the right number of columns and
 * are no header.
 */
size_t tsv_ahead(struct tsv *, const char **s);
void tsv_pass(struct tsv *, size_t bytes, size_t lines);

/*
 * From now on a bad line does not end the input: when tsv_row() fails because
 * of a line, the next call reads the line after it.  Lines may have at most
 * `longest` bytes, which limits the memory.
 */
void tsv_by_line(struct tsv *, size_t longest);

/* After a failure: returns 1 if reading can continue with the next line. */
int tsv_can_go_on(const struct tsv *);

/* Returns 1 if tsv_row() would have to wait for input. */
int tsv_waits(struct tsv *);

/* Waits for a whole line, or for the end of the input. */
void tsv_wait(struct tsv *);

/* The cells of the last row; NULL if it was refused. */
const struct slice *tsv_last(const struct tsv *);

/* Returns the number of columns.  Without a header it is known only after the
 * first row. */
size_t tsv_columns(const struct tsv *);

/* The header's cells [tsv_columns()]; NULL without a header. */
const struct slice *tsv_header(const struct tsv *);

/*
 * Returns the column, from 0, called `name`, or called so with a type:
 * name:int64, :float or :bytes, or name::steps.  A number that is no column's
 * name counts columns from 1.  Returns -1 with f set if there is no such
 * column.  Without a header N::steps is column N, of feature lists, from the
 * last row on.
 */
int tsv_column(struct tsv *, const char *name, struct fail *);

/* tsv_column() without a message. */
int tsv_find_column(const struct tsv *, const char *name);

/* The place of the last row, "input:line 7". */
const char *tsv_where(struct tsv *);

/* The functions below are in tsv_titles.c. */

/* Returns 1 if this is the title of a column of feature lists. */
int tsv_titles_steps(struct slice title);

/* Returns the name of the separator, such as "commas", of a header line without
 * TABs.  Returns NULL if the line has no usual separator, for example if all
 * its commas are escaped. */
const char *tsv_titles_separator(struct slice line);

/* Returns advice, for the end of a message, about a header that may not be one;
 * "" if nothing seems wrong with it. */
const char *tsv_titles_doubt(const struct slice *titles, size_t n);

/* tsv_find_column() for the titles [n]; titles is NULL without a header. */
int tsv_titles_find(const struct slice *titles, size_t n, const char *name);

/* The functions below are in tsv_steps.c. */

/* Replaces *cell, steps separated by semicolons, by a list of their values
 * in out, which has room for cell->n + 2 bytes.  Returns -1 if a step has
 * several values. */
int tsv_steps_join(struct slice *cell, char *out, struct fail *);

/* Returns -1 if a cell of a file without a header has semicolons, as a
 * feature list that the user did not declare. */
int tsv_refuse_steps(struct slice cell, struct fail *);

/* The functions below are in tsv_cell.c. */

/*
 * Takes the next element from a list cell.  Returns 1, or 0 if no element is
 * left.  *rest is the cell at first.  "" is a list of one empty element; \E and
 * \N have no elements.  (They stand for a whole cell.  Among several elements
 * they are invalid; as the last of several they go unnoticed.)  Does not
 * unescape elements.
 */
int tsv_list_next(struct slice *rest, struct slice *element);

/* Sets the high bit of the first byte of w that is c, and of no byte before
 * it.  Only c ^ c = 0 borrows in the subtraction, and then only from later
 * bytes. */
static inline uint64_t
tsv_find_byte(uint64_t w, unsigned char c)
{
	const uint64_t ones = UINT64_MAX / 255; /* 0x01 in every byte */

	w ^= ones * c;
	return (w - ones) & ~w & ones << 7;
}

/*
 * tsv_list_next() for a cell of tsv_row().  Finds an element of up to 7 bytes
 * without a loop, because lengths vary and the processor would mispredict where
 * an element ends.
 */
static inline int
tsv_cell_next(struct slice *rest, struct slice *element)
{
	const char *p = rest->s;
	uint64_t w, ends;
	size_t n = 8;

	if (!p)
		return 0;
	memcpy(&w, p, 8); /* little-endian: the first byte is the lowest */
	ends = tsv_find_byte(w, ',') | tsv_find_byte(w, '\\');
	if (ends)
		n = (size_t)__builtin_ctzll(ends) / 8;
	n = size_min(n, rest->n);
	if (n == 8 || (n < rest->n && p[n] == '\\')) {
		/* On copies, so that the caller's variables can stay in
		 * registers. */
		struct slice r = *rest, e = {0};
		int more = tsv_list_next(&r, &e);

		*rest = r;
		*element = e;
		return more;
	}
	*element = (struct slice){p, n};
	rest->s = n < rest->n ? p + n + 1 : NULL;
	rest->n -= n + (n < rest->n);
	return 1;
}

/* Writes the bytes that the element or scalar cell s [n] stands for to out,
 * which has room for n bytes.  Returns their number, or -1 for a wrong
 * escape. */
int64_t tsv_unescape(const char *s, size_t n, char *out);

/* Writes s [n], escaped where necessary, to out, which has room for 4 n
 * bytes.  Returns the number of bytes written. */
size_t tsv_escape(const char *s, size_t n, char *out);

/* tsv_escape() for a cell that is text and not a list: commas and semicolons
 * stay.  escaped: s comes from a TSV, so its backslashes stay too. */
size_t tsv_escape_text(const char *s, size_t n, int escaped, char *out);

/* Writes s [n] as tsv_escape() does. */
void tsv_put_escaped(struct output *, const char *s, size_t n);

#endif
