/*
 * memory - how much memory the process may still allocate.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include "base/base.h"

/* Returns the bytes that the process may still allocate: the system's
 * estimate (MemAvailable) or the rest of the process's own limit (ulimit
 * -v), whichever is less.  SIZE_MAX if neither is known. */
size_t memory_available(void);

/*
 * Returns -1, with both figures in the message, if `what` needs more bytes than
 * are available.  Pass SIZE_MAX for a size that overflowed.  The message ends
 * with the advice, which tells the user what to do.
 */
int memory_need(
    size_t bytes, const char *what, const char *advice, struct fail *);

#endif
