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
 * Opens the lines of the input `in`, which must outlive the result.  separator
 * has one byte or more.  If it is NULL, the first line that has a separator
 * decides for each input: "::", TAB, the first of ",", ";" and "|" in the line,
 * or " ".  With "," or ";" a field may be quoted as in RFC 4180, with newlines
 * in it.  Several blanks count as one, and blanks at the ends are ignored.
 * Returns NULL if memory runs out.
 */
struct delimited *delimited_open(
    struct input *in, const char *separator, struct fail *);

void delimited_close(struct delimited *); /* NULL is allowed */

/* Reads the next line.  Returns 1, 0 at the end of the last input, -1 on an
 * error.  *cells [*n] are valid until the next call. */
int delimited_row(
    struct delimited *, const struct slice **cells, size_t *n, struct fail *);

/* From now on lines may have any number of fields. */
void delimited_allow_ragged(struct delimited *);

/* Looks ahead at the second line of an input, after delimited_row() has
 * returned the first.  Returns 1, 0 if there is no such line, -1 on an error.
 * *cells [*n] and the cells of the first line are valid until the next
 * delimited_row(). */
int delimited_following(
    struct delimited *, const struct slice **cells, size_t *n, struct fail *);

/* Looks ahead at the n lines after the first line of an input.  Sets *uneven if
 * one of them has another number of fields.  A last line without a newline,
 * which may be truncated, does not count.  Returns -1 if the input cannot be
 * read. */
int delimited_uneven(struct delimited *, size_t n, int *uneven, struct fail *);

/* Returns 1 if delimited_row() failed because a line has another number of
 * fields than the first line. */
int delimited_found_uneven(const struct delimited *);

/* Returns 1 if the line last read is the first of its input. */
int delimited_first(const struct delimited *);

/* Returns 1 if this input uses that separator. */
int delimited_is_by(const struct delimited *, const char *separator);

/* The place of the last line, "input:line 7 @offset 120". */
const char *delimited_where(struct delimited *);

#endif
