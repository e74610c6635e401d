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
 * Finds the roles of a log without a header from its first line.  They are
 * those of a published log, which *name then names, or user, item[, rating][,
 * time], and *name is NULL.  Returns 0 if the line has neither form; *convert,
 * unless it is NULL, is then a command that turns a file of the log called
 * *name into lines of user, item, time.
 */
int log_kinds_find(struct log_columns *, const struct slice *cells, size_t n,
    const char **name, const char **convert);

/* Returns the k-th published log and a description of its fields; the name is
 * NULL past the last. */
struct choice log_kinds_published(size_t k);

#endif
