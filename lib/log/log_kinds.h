/*
 * log_kinds - what the fields of a log look like, and which published logs without
 * header lines are known by that.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_KINDS_H
#define LOG_LOG_KINDS_H

#include "base/base.h"

struct log_columns; /* log/log_columns */

/* Does it begin as names of columns do, and is no missing value (NA, null)? */
int log_kinds_is_word(struct slice);

/* Is it a decimal number or a date? */
int log_kinds_is_value(struct slice);

/*
 * The roles of a log without header, by its first line: those of a published log,
 * which *name names, or of user, item[, rating][, time], *name NULL.  0: it is
 * neither.
 */
int log_kinds_find(struct log_columns *, const struct slice *cells, size_t n,
    const char **name);

/* The k-th published log that is known, and what its fields look like; name NULL:
 * past the last. */
struct choice log_kinds_published(size_t k);

#endif
