/*
 * line_cells - a line cut into its fields.
 *
 * Where "," or ";" divides, a field may be quoted as in RFC 4180, but must end on
 * its line.  Several blanks divide as one does, and those at the ends do not.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LINE_CELLS_H
#define LOG_LINE_CELLS_H

#include "base/base.h"

/* Zero it first. */
struct line_cells {
	struct slice *at; /* [room] */
	size_t room;
	char *unquoted; /* [unquoted_size] what quotes with "" mean */
	size_t unquoted_size;
};

void line_cells_free(struct line_cells *);

/* Cuts the line where the separator, of so many bytes, stands; NULL: at blanks.  How
 * many cells, 0 on failure; they point into the line and the struct. */
size_t line_cells_cut(struct line_cells *, struct slice line,
    const char *separator, size_t separator_len, struct fail *);

/* The first of known [n] that a line has, for "," and ";" outside of quoted fields;
 * NULL: none. */
const char *line_cells_separator(
    struct slice line, const char *const *known, size_t n);

/* May fields that this divides be quoted? */
int line_cells_is_quotable(const char *separator);

#endif
