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

struct examples;
struct sequences;

/*
 * Makes of each sequence of s the examples (items before, item), contexts as in
 * examples.h with the last k items.  The values of events go with the items; the
 * value of a sequence is that of all its examples.  x gets s->unknown and what was
 * found out about pads.  -1: no memory.  Freed by examples_free() in any case.
 */
int prefixes_cut(
    struct examples *x, struct sequences *s, size_t k, struct fail *);

#endif
