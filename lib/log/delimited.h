/*
 * delimited - lines of fields as other people's files have them.
 *
 * MovieLens separates by "::" or "|", spreadsheets by comma or semicolon and quote
 * what holds one, others by TAB or by blanks, one or several.  Here, unlike in
 * tsv, the last newline may be missing, lines may end in CR LF, and empty lines are
 * passed over.  All lines of an input have
 * as many fields as its first.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_DELIMITED_H
#define LOG_DELIMITED_H

#include "base/base.h"

struct delimited;

/*
 * Lines of in, which must outlive it.  separator, of one byte or more, divides
 * the fields; NULL: for each input, "::", TAB, that of ",", ";" and "|" which
 * stands first, or " ", by the first line that has one.  Where it is "," or ";", a
 * field may be quoted as in RFC 4180, but a quoted field must end on its line.
 * Several blanks divide as one does, and those at the ends do not.
 * NULL: no memory.
 */
struct delimited *delimited_open(
    struct input *in, const char *separator, struct fail *);

void delimited_close(struct delimited *); /* NULL is fine */

/* The next line: 1, 0 at the end of the last input, -1.  *cells [*n] hold
 * until the next call. */
int delimited_row(
    struct delimited *, const struct slice **cells, size_t *n, struct fail *);

/* From now on each line may have as many fields as it likes, one too. */
void delimited_allow_ragged(struct delimited *);

/* The line after the one read last, which is left to be read, if that one was the
 * first of its input: 1, 0 if there is none, -1.  *cells [*n] and those of the
 * first line hold until the next delimited_row(). */
int delimited_following(
    struct delimited *, const struct slice **cells, size_t *n, struct fail *);

/* Has one of the n lines after the one read last, which are left to be read,
 * another number of fields than that one, if it was the first of its input?  *uneven
 * says it.  A last line without newline, which may be cut, does not count.  -1: the input cannot be read. */
int delimited_uneven(struct delimited *, size_t n, int *uneven, struct fail *);

/* Did delimited_row() fail because a line has more or fewer fields than the
 * first? */
int delimited_found_uneven(const struct delimited *);

/* Is the line read last the first of its input? */
int delimited_first(const struct delimited *);

/* Are the fields of this input divided so? */
int delimited_is_by(const struct delimited *, const char *separator);

/* The place of the line read last, "input:line 7 @offset 120". */
const char *delimited_where(struct delimited *);

#endif
