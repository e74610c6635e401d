/*
 * log_advice - messages about the columns of a log: which ones were guessed,
 * and the command that states them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_ADVICE_H
#define LOG_LOG_ADVICE_H

#include "base/base.h"

struct log_guess; /* log/log_columns */
struct log_head;  /* log/log_columns */
struct log_told;  /* log/log_columns */

/* Possible causes when lines differ in their number of fields. */
#define LOG_ADVICE_LINES                                                     \
	"if a line is a user (user item item ...), give --line=user; if it " \
	"is "                                                                \
	"a session (item item ...), --line=session"

/* Writes the first line, its fields joined by commas, truncated to size. */
void log_advice_line(const struct log_head *, char *out, size_t size);

/* Explains why the columns cannot be guessed, shows the first line, and
 * suggests a complete command.  Returns -1. */
int log_advice_refuse(const struct log_told *, const struct log_head *,
    const struct log_guess *, const char *why, struct fail *);

/* Turns RecBole's sessions into examples. */
#define LOG_ADVICE_LISTS                                                      \
	"awk -F '\\t' -v OFS='\\t' 'NR == 1 { print \"context\", \"label\"; " \
	"next } { gsub(\" \", \",\", $2); print $2, $3 }'"

/* Returns 1 if the header names RecBole's lists of items before an item. */
int log_advice_has_lists(const struct log_head *);

/* Explains that the file, which is `what`, must first be converted with the
 * command `convert` for the program.  Returns -1. */
int log_advice_convert(const struct log_head *, const char *what,
    const char *convert, const char *program, struct fail *);

/* Returns 1 if the header names titles or genres. */
int log_advice_is_items(const struct log_head *);

/* Describes the guessed columns in words in out [size]. */
void log_advice_describe(
    const struct log_guess *, const struct log_head *, char *out, size_t size);

/* Checks the first lines of a log whose lines are users or sessions.  Sets
 * *events if the lines look like single events.  Returns -1 if the first line
 * looks like a header that the user has not mentioned. */
int log_advice_lines(const struct log_told *, const struct log_head *,
    int *events, struct fail *);

#endif
