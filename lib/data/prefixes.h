/*
 * prefixes - sequences cut into an example for every event after the first.
 *
 * As the session-based papers evaluate: from what came before, predict what
 * came next, at every position.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_PREFIXES_H
#define DATA_PREFIXES_H

#include "base/base.h"

/*
 * Reads rows whose column (NULL: items, or with no header the last) is a list
 * of items, oldest first, and makes of each the examples (items before, item),
 * contexts as in examples.h with its last k items.  With drop, items that v
 * lacks are first left out of the sequences.  The labels' tokens go to labels,
 * one a row.  x gets lengths.  -1: damaged input, no example at all, no memory.
 * Freed by examples_free() in any case.
 */
int prefixes_read(struct examples *x, struct input *in, const char *column,
    int header, size_t k, int drop, const struct vocab *v,
    struct output *labels, struct fail *);

#endif
