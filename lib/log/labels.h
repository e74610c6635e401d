/*
 * labels - which events of timelines are labels: each makes an example.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LABELS_H
#define LOG_LABELS_H

#include "base/base.h"

struct timeline; /* log/timeline */

/* The examples, as the numbers of the events that are their labels, in the
 * log's order.  Users with fewer than least events have none.  *at [*n] is for
 * the caller to free. */
int labels_list(const struct timeline *, size_t least, size_t **at, size_t *n,
    struct fail *);

/* Whole timelines instead: the first event of each that has least events. */
int labels_users(const struct timeline *, size_t least, size_t **at, size_t *n,
    struct fail *);

#endif
