/*
 * table_format - a table of TSV with a header line, for pipes, people, papers.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_TABLE_FORMAT_H
#define IO_TABLE_FORMAT_H

#include "base/base.h"

struct choice table_format_choice(size_t k); /* tsv first */

/*
 * Puts the n bytes of lines at s, the first of which has the titles, in the
 * format called name.  TSV can go without its header, and be set in columns.
 * Cells that are numbers are such in JSON, and \N is null there.  -1 without
 * memory.
 */
int table_format_put(struct output *, const char *name, const char *s, size_t n,
    int header, int in_columns, struct fail *);

#endif
