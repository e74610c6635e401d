/*
 * memory - how much memory a process may still take.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include "base/base.h"

/* In bytes: the system's own estimate of what is available, or what the process's
 * limit (ulimit -v) leaves, whichever is less; SIZE_MAX if neither is known. */
size_t memory_available(void);

/*
 * -1, and a message with both figures, if what needs bytes, more than is available.
 * A size that did not fit a size_t is SIZE_MAX.  advice ends the message: what to
 * do.
 */
int memory_need(
    size_t bytes, const char *what, const char *advice, struct fail *);

#endif
