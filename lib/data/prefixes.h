/*
 * prefixes - cuts sequences into an example for every event after the first.
 *
 * Papers on session-based recommendation evaluate like this: they predict the
 * next item at every position from the items before it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_PREFIXES_H
#define DATA_PREFIXES_H

#include "base/base.h"

struct examples;
struct sequences;

/*
 * Cuts each sequence of s into examples (items before, item).  Contexts keep
 * the last k items, as in examples.h, and the values of these events.  All
 * examples of a sequence have the sequence's values.  x takes over s->unknown
 * and the padding of s.  Returns -1 if memory runs out.  Free x with
 * examples_free(), even after a failure.
 */
int prefixes_cut(
    struct examples *x, struct sequences *s, size_t k, struct fail *);

#endif
