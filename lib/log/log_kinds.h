/*
 * log_kinds - recognises published logs without header lines by the values of
 * their fields.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_KINDS_H
#define LOG_LOG_KINDS_H

#include "base/base.h"

struct log_columns; /* log/log_columns */

/* Does it begin like a column's name, without being a missing value (NA, null)
 * or a date? */
int log_kinds_is_word(struct slice);

/* Is it a decimal number or a date? */
int log_kinds_is_value(struct slice);

/*
 * The roles of a log without a header, by its first line: those of a published
 * log, named in *name; or of user, item[, rating][, time], *name NULL.  0:
 * neither.
 */
int log_kinds_find(struct log_columns *, const struct slice *cells, size_t n,
    const char **name);

/* The k-th published log, and a description of its fields; name NULL: past the
 * last. */
struct choice log_kinds_published(size_t k);

#endif
