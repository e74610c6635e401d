/*
 * log_guess - guesses the columns of a log.
 *
 * The columns follow from options, from the names in a header line or, without
 * a header, from the values: published logs are recognised, as are user, item,
 * rating and time.  A log whose columns are unclear is refused; the message
 * suggests a command to copy.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_GUESS_H
#define LOG_LOG_GUESS_H

#include "base/base.h"

struct log_guess; /* these are in log/log_columns */
struct log_head;
struct log_told;

struct choice log_header_choice(size_t k); /* in the order of enum log_header */

/* Finds the columns.  Returns -1 if they cannot be guessed, with a command to
 * copy in the message, and if the columns that the user gave do not fit. */
int log_guess(const struct log_told *, const struct log_head *,
    struct log_guess *, struct fail *);

#endif
