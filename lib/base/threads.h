/*
 * threads - loops over independent tasks on several threads.
 *
 * Work is cut into tasks whose number does not depend on the number of
 * threads, and what tasks produce is combined in task order by the caller:
 * so every result is the same for any number of threads.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_THREADS_H
#define BASE_THREADS_H

#include "base/base.h"

/* How many threads later loops use; 0 means one per processor this process may
 * run on.  Every program calls it once, before any loop. */
void threads_set(int n);
int threads_count(void);

/* Runs task(ctx, i, thread) for every i < n, each once, in no stated order;
 * 0 <= thread < threads_count() tells which scratch memory is free to use.  A task
 * must not call threads_for() itself.  Without the system's leave for more threads
 * there are fewer. */
void threads_for(
    size_t n, void (*task)(void *ctx, size_t i, int thread), void *ctx);

/* The next threads_for() does this too, once, beside its tasks: what would keep the
 * other threads waiting if it stood alone, such as reading what comes next.  It
 * is a task like them.  NULL: nothing, whatever was asked for before. */
void threads_extra_task(void (*what)(void *ctx), void *ctx);

#endif
