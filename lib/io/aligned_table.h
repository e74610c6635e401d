/*
 * aligned_table - a table of TSV set in columns, for people.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_ALIGNED_TABLE_H
#define IO_ALIGNED_TABLE_H

#include "base/base.h"

/*
 * Puts the lines of the n bytes at s, each of which ends in a newline, with
 * their cells padded to the width of their column, in a column that holds
 * nothing but numbers below its title on the left.  -1 without memory.
 */
int aligned_table_put(struct output *, const char *s, size_t n, struct fail *);

/* The same in lines of most characters, 0 for any number: the widest cells are
 * cut, and end in "..". */
int aligned_table_fit(
    struct output *, const char *s, size_t n, size_t most, struct fail *);

#endif
