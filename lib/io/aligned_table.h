/*
 * aligned_table - prints a TSV table with aligned columns, for people.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_ALIGNED_TABLE_H
#define IO_ALIGNED_TABLE_H

#include "base/base.h"

/*
 * Prints the n bytes at s, lines that each end in a newline.  Pads the cells of
 * a column to one width; columns of numbers are right-aligned.  Returns -1 if
 * memory runs out.
 */
int aligned_table_put(struct output *, const char *s, size_t n, struct fail *);

/* As aligned_table_put(), with lines of at most `most` characters; 0 means
 * no limit.  The widest cells are cut and end in "..". */
int aligned_table_fit(
    struct output *, const char *s, size_t n, size_t most, struct fail *);

#endif
