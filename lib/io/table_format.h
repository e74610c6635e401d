/*
 * table_format - a table with a header line as TSV, Markdown, LaTeX or JSON.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_TABLE_FORMAT_H
#define IO_TABLE_FORMAT_H

#include "base/base.h"

struct choice table_format_choice(size_t k); /* tsv is the first */

/*
 * Writes the n bytes of lines at s, whose first line has the titles, in the
 * format called name.  TSV may omit its header and may be aligned in columns.
 * JSON has numbers as numbers and \N as null.  Returns -1 if memory runs out.
 */
int table_format_put(struct output *, const char *name, const char *s, size_t n,
    int header, int in_columns, struct fail *);

#endif
