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

struct sequences_columns;

/*
 * Reads the rows that sequences_read() reads, with a pad that is told or none
 * (NULL), and makes of each sequence the examples (items before, item), contexts
 * as in examples.h with the last k items.  -1: damaged input, nothing known, no
 * example at all, no memory.  Freed by examples_free() in any case.
 */
int prefixes_read(struct examples *x, struct input *in,
    const struct sequences_columns *, size_t k, const struct vocab *v,
    struct fail *);

#endif
