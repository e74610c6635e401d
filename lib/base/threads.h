/*
 * threads - parallel loops over independent tasks.
 *
 * The number of tasks does not depend on the number of threads, and callers
 * combine results in task order.  So every result is the same for any number of
 * threads.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_THREADS_H
#define BASE_THREADS_H

#include "base/base.h"

/* Sets how many threads later loops use; 0 means one for each processor that
 * the process may run on.  Every program calls it once, before any loop. */
void threads_set(int n);
int threads_count(void);

/* Runs task(ctx, i, thread) once for every i < n, in any order.  0 <= thread
 * < threads_count() numbers the scratch memory that the task may use.  A
 * task must not call threads_for().  If the system refuses threads, the loop
 * runs on fewer. */
void threads_for(
    size_t n, void (*task)(void *ctx, size_t i, int thread), void *ctx);

/* Adds one extra task to the next threads_for() only: work such as reading
 * the next batch, during which the other threads would otherwise wait.  NULL
 * removes an extra task set before. */
void threads_extra_task(void (*extra)(void *ctx), void *ctx);

#endif
