/*
 * tsv - rows of tab-separated cells, and the lists inside cells.
 *
 * Every line ends in a newline: a last line without one is refused, because
 * that is what a producer leaves that failed or was killed.  One that ends in
 * CR LF is refused too: its last cell would be another than it looks.  Every
 * row has as many cells as the first.  Each input begins with the same header line unless
 * there is none; a later line equal to it is refused too (cat a.tsv b.tsv).
 *
 * Inside a cell: a list's elements are joined by ','.  \t \n \r \\ \, \; and
 * \xHH stand for bytes that would otherwise end something; \N is an absent
 * feature and \E a present, empty list.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_TSV_H
#define IO_TSV_H

#include <string.h>

#include "base/base.h"

#define TSV_MAX_LINE ((size_t)1 << 30)

/*
 * Rows of in, which must outlive it.  With a header it is read here, and an
 * input without one is refused; so is, with or without, every input that is
 * quite empty.  Gzip is inflated.  NULL on failure.
 */
struct tsv *tsv_open(struct input *in, int header, struct fail *);

/*
 * A column of a header NAME::steps or NAME:TYPE:steps holds feature lists, a
 * list of values for each step.  Rows have them as one list, of the steps'
 * values, and a step of several is an error; but after this they are as they
 * are written.
 */
void tsv_keep_steps(struct tsv *);

void tsv_close(struct tsv *); /* NULL is fine */

/* The next row: 1, 0 at the end, -1.  *cells [*n] points into the tsv and holds
 * until the next call; 8 bytes from any place in a cell on can be read, past
 * its end too. */
int tsv_row(struct tsv *, const struct slice **cells, size_t *n, struct fail *);

/*
 * For a reader that is faster where lines are plain: the bytes that come after the
 * row, [n], to the end of a line; 0 if a whole line is not there yet.  They are
 * valid until the next call.  tsv_pass() goes past the first lines of them, which
 * have no header among them and the columns of the other rows: the reader sees to
 * that.
 */
size_t tsv_ahead(struct tsv *, const char **);
void tsv_pass(struct tsv *, size_t bytes, size_t lines);

/*
 * From now on a row is read for an answer of its own: where tsv_row() fails for
 * the line, which may have at most `longest` bytes, the next call goes on with
 * the line after it.  Memory stays within a line of that length.
 */
void tsv_by_line(struct tsv *, size_t longest);

/* After a failure: was it the line alone? */
int tsv_can_go_on(const struct tsv *);

/* Would tsv_row() have to wait for more input? */
int tsv_waits(struct tsv *);

/* Waits until there is a line, or an end. */
void tsv_wait(struct tsv *);

/* The cells of the row read last; NULL: it was refused. */
const struct slice *tsv_last(const struct tsv *);

/* How many columns the rows have; without header known after a row was read. */
size_t tsv_columns(const struct tsv *);

/* The header's cells [tsv_columns()]; NULL without header. */
const struct slice *tsv_header(const struct tsv *);

/*
 * The column called what, counted from 0; one called what:int64, :float or
 * :bytes, or what::steps, will do; a number counts from 1 where no column has that name.  -1 and
 * f set if there is none.  Without header N::steps is column N, of feature lists, from
 * the row that was read last on.
 */
int tsv_column(struct tsv *, const char *what, struct fail *);

/* The same, -1 without a message. */
int tsv_find_column(const struct tsv *, const char *what);

/* The place of the row read last, "input:line 7". */
const char *tsv_where(struct tsv *);

/* Is a header's title that of a column of feature lists?  (tsv_steps.c) */
int tsv_steps_title(struct slice title);

/* Makes *cell, steps divided by semicolons, a list of their values in out, which
 * has room for cell->n + 2.  -1: a step has several. */
int tsv_steps_join(struct slice *cell, char *out, struct fail *);

/* Without a header, a list divided by semicolons may be of steps that nobody told:
 * -1. */
int tsv_refuse_steps(struct slice cell, struct fail *);

/* The rest is in tsv_cell.c. */

/*
 * Takes the next element off a list cell: 1, or 0 if there is none left.
 * Start with *rest the cell; "" is a list of one empty element, \E and \N of
 * none (they stand for a whole cell; as an element of several they are not
 * valid, and as the last of several they are not seen).  Elements are not
 * unescaped.
 */
int tsv_list_next(struct slice *rest, struct slice *element);

/* The high bit of the first byte of w that is c, and of none before it: only
 * c ^ c = 0 borrows, and then from those after it. */
static inline uint64_t
tsv_find_byte(uint64_t w, unsigned char c)
{
	const uint64_t ones = UINT64_MAX / 255; /* 0x01 in every byte */

	w ^= ones * c;
	return (w - ones) & ~w & ones << 7;
}

/*
 * tsv_list_next() for a cell of tsv_row(): an element of up to 7 bytes is found
 * without a loop, since the lengths change from one to the next and the
 * processor would guess wrong where it ends.
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
		/* On copies, so that the caller's can be in registers. */
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

/* Writes the bytes that s [n], an element or a scalar cell, stands for to out,
 * which has room for n; how many they are, or -1 if an escape is wrong. */
int64_t tsv_unescape(const char *s, size_t n, char *out);

/* Writes s [n] with what must be escaped escaped to out, which has room for
 * 4 n; how many bytes they are. */
size_t tsv_escape(const char *s, size_t n, char *out);

/* The same for a cell that is text, not a list: a comma or semicolon stays.
 * escaped: s is from a TSV, so that what its backslashes begin is escaped. */
size_t tsv_escape_text(const char *s, size_t n, int escaped, char *out);

/* Puts what tsv_escape() writes. */
void tsv_put_escaped(struct output *, const char *s, size_t n);

#endif
