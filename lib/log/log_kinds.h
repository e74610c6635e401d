/*
 * log_kinds - recognises published logs without header lines by the values of
 * their fields.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_KINDS_H
#define LOG_LOG_KINDS_H

#include "base/base.h"

struct log_columns; /* log/log_columns */

/* Returns 1 if the text begins like a column's name and is neither a missing
 * value (NA, null) nor a date. */
int log_kinds_is_word(struct slice);

/* Returns 1 if the text is empty or a program's word for a missing value (NULL,
 * NaN). */
int log_kinds_is_missing(struct slice);

/* Returns 1 if the text is a decimal number or a date. */
int log_kinds_is_value(struct slice);

/*
 * Finds the roles of a log without a header from its first line.  The roles are
 * those of a published log, called *name, or user, item[, rating][, time] with
 * *name NULL.  Returns 1 if the line has one of these forms, otherwise 0.  A
 * published log that must first be converted also returns 0; *convert is then
 * the command that makes lines of user, item, time from it.
 */
int log_kinds_find(struct log_columns *, const struct slice *cells, size_t n,
    const char **name, const char **convert);

/* Returns the k-th published log and a description of its fields; the name is
 * NULL past the last. */
struct choice log_kinds_published(size_t k);

#endif
