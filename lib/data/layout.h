/*
 * layout - does text hold sequences, or examples?
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_LAYOUT_H
#define DATA_LAYOUT_H

#include "base/base.h"

/* in may be a pipe: it is looked at, not read. */

/* Does the header line have the column called name, or name:type? */
int layout_has_column(
    struct input *in, const char *name, int *has, struct fail *);

/* Are these sequences?  With a header if they are named so, and no label is; without
 * if the first line has one cell, or a last one that is a list. */
int layout_is_sequences(
    struct input *in, int header, int *sequences, struct fail *);

#endif
