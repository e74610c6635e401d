/*
 * line_cells - cuts a line into fields.
 *
 * With "," or ";" as the separator, a field may be quoted as in RFC 4180, and
 * have newlines in quotes.  Several blanks count as one, and blanks at the ends
 * are ignored.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LINE_CELLS_H
#define LOG_LINE_CELLS_H

#include "base/base.h"

/* Zero this before use. */
struct line_cells {
	struct slice *at; /* [room] */
	size_t room;
	char *unquoted; /* [unquoted_size] fields without their quotes */
	size_t unquoted_size;
};

void line_cells_free(struct line_cells *);

/* Cuts the line at the separator of that length, or at blanks if it is NULL.
 * Returns the number of cells, which point into the line and the struct; 0 on
 * failure. */
size_t line_cells_cut(struct line_cells *, struct slice line,
    const char *separator, size_t separator_len, struct fail *);

/* Returns the first of known [n] that the line contains, or NULL. "," and ";"
 * count only outside quoted fields. */
const char *line_cells_separator(
    struct slice line, const char *const *known, size_t n);

/* Returns 1 if this part of a line ends within a quoted field.  open says that
 * it begins within one; otherwise it is the first part of the line. */
int line_cells_is_open(struct slice part, const char *separator, int open);

/* Returns 1 if fields may be quoted with this separator. */
int line_cells_is_quotable(const char *separator);

#endif
