/*
 * labels - lists the events that are labels.  Each label makes one example.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LABELS_H
#define LOG_LABELS_H

#include "base/base.h"

struct timeline; /* log/timeline */

/* Lists the examples by their label's event number, in the order of the log.
 * Users with fewer than `least` events have no examples.  The caller frees *at
 * [*n]. */
int labels_list(const struct timeline *, size_t least, size_t **at, size_t *n,
    struct fail *);

/* Lists whole timelines instead: the first event of each timeline that has at
 * least `least` events. */
int labels_users(const struct timeline *, size_t least, size_t **at, size_t *n,
    struct fail *);

#endif
