/*
 * layout - tells sequences from examples.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_LAYOUT_H
#define DATA_LAYOUT_H

#include "base/base.h"

/* in may be a pipe: these functions look at the first bytes without using
 * them. */

/* Has the header line a column `name` or name:type? */
int layout_has_column(
    struct input *in, const char *name, int *has, struct fail *);

/* Sets *sequences if in holds sequences.  With a header: it names a column
 * of sequences and no label.  Without: the first line has one cell, or its
 * last cell is a list. */
int layout_is_sequences(
    struct input *in, int header, int *sequences, struct fail *);

#endif
