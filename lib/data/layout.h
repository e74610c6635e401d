/*
 * layout - tells sequences from examples.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_LAYOUT_H
#define DATA_LAYOUT_H

#include "base/base.h"

/* The input may be a pipe: these functions look at its first bytes without
 * consuming them. */

/* Sets *has to 1 if the header line has a column `name` or name:type. */
int layout_has_column(
    struct input *in, const char *name, int *has, struct fail *);

/* Sets *sequences to 1 if the input holds sequences: its header names a column
 * of sequences and no label or, without a header, the first line has one cell
 * or its last cell is a list. */
int layout_is_sequences(
    struct input *in, int header, int *sequences, struct fail *);

#endif
