/*
 * log_first - first lines that are neither names of columns nor an event, or
 * that show fields written in a way that would make odd items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_FIRST_H
#define LOG_LOG_FIRST_H

#include "base/base.h"

struct log_head; /* log/log_columns */

/* Returns -1, with a command that converts the file or with an option, if the
 * first line is Excel's sep=;, if all fields are in quotes that the separator
 * does not allow, or if all fields after the first begin with a blank; else
 * 0. */
int log_first_check(const struct log_head *, struct fail *);

/* Returns -1, with a command that converts the file, if the first line is a
 * comment; else 0.  Names of columns may begin like one. */
int log_first_comment(const struct log_head *, struct fail *);

#endif
