/*
 * log_guess - what the columns of a log are, as far as it can be told.
 *
 * By options, by the names in a header line, or, without header, by what the
 * fields look like: published logs are known so, and those of user, item, rating
 * and time.  What is not clear is refused with a guess to copy.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_GUESS_H
#define LOG_LOG_GUESS_H

#include "base/base.h"

struct log_guess; /* log/log_columns, as all of these */
struct log_head;
struct log_told;

struct choice log_header_choice(size_t k); /* in the order of enum log_header */

/* -1: it cannot be told, with a command that would tell it; or what was told does
 * not fit. */
int log_guess(const struct log_told *, const struct log_head *,
    struct log_guess *, struct fail *);

#endif
