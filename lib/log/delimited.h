/*
 * delimited - lines of fields in the formats of other software.
 *
 * MovieLens separates fields with "::" or "|"; spreadsheets use comma or
 * semicolon, with quotes around fields that contain these; others use TAB or
 * blanks, one or several.  In contrast to io/tsv, the last newline may be
 * missing, lines may end with CR LF, and empty lines are skipped.  All lines of
 * an input have as many fields as the first.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_DELIMITED_H
#define LOG_DELIMITED_H

#include "base/base.h"

struct delimited;

/*
 * Opens the lines of in, which must outlive it.  separator is one byte or more.
 * NULL detects it for each input: "::", TAB, the first of ",", ";" and "|" in
 * the line, or " ", by the first line that has one.  With "," or ";" a field
 * may be quoted as in RFC 4180, but must end on its line.  Several blanks count
 * as one, and blanks at the ends are ignored.  NULL: no memory.
 */
struct delimited *delimited_open(
    struct input *in, const char *separator, struct fail *);

void delimited_close(struct delimited *); /* NULL is fine */

/* Reads the next line: 1, 0 at the end of the last input, -1.  *cells [*n] are
 * valid until the next call. */
int delimited_row(
    struct delimited *, const struct slice **cells, size_t *n, struct fail *);

/* From now on lines may have any number of fields. */
void delimited_allow_ragged(struct delimited *);

/* Looks ahead at the line after the last one, if the last one was the first of
 * its input: 1, 0 if there is none, -1.  *cells [*n] and those of the first
 * line are valid until the next delimited_row(). */
int delimited_following(
    struct delimited *, const struct slice **cells, size_t *n, struct fail *);

/* Looks ahead at n lines after the last one, if that was the first of its
 * input: *uneven tells whether one has another number of fields.  A last line
 * without a newline, which may be truncated, does not count.  -1: the input
 * cannot be read. */
int delimited_uneven(struct delimited *, size_t n, int *uneven, struct fail *);

/* Did delimited_row() fail because the number of fields differs from the first
 * line's? */
int delimited_found_uneven(const struct delimited *);

/* Is the last line the first of its input? */
int delimited_first(const struct delimited *);

/* Does this input use that separator? */
int delimited_is_by(const struct delimited *, const char *separator);

/* The place of the last line, "input:line 7 @offset 120". */
const char *delimited_where(struct delimited *);

#endif
