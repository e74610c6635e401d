/*
 * log_advice - words about the columns of a log: what they were taken for, or the
 * command that would say it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_ADVICE_H
#define LOG_LOG_ADVICE_H

#include "base/base.h"

struct log_guess; /* log/log_columns */
struct log_head;  /* log/log_columns */
struct log_told;  /* log/log_columns */

/* What may be wrong where lines have as many fields as they like. */
#define LOG_ADVICE_LINES                                                       \
	"a line a user (user item item ...) is --line=user, a line a session " \
	"(item item ...) --line=session"

/* The first line, its fields joined by commas, cut to size. */
void log_advice_line(const struct log_head *, char *out, size_t size);

/* Says why the columns cannot be told, shows the first line, and a whole command
 * that tells them as they look.  Returns -1. */
int log_advice_refuse(const struct log_told *, const struct log_head *,
    const struct log_guess *, const char *why, struct fail *);

/* Says in words what the columns were taken for, into out [size]. */
void log_advice_describe(
    const struct log_guess *, const struct log_head *, char *out, size_t size);

#endif
