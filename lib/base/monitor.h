/*
 * monitor - a lock for data that several threads change, with a way to wait
 * until another thread has changed them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_MONITOR_H
#define BASE_MONITOR_H

#include "base/base.h"

struct monitor;

/* Returns NULL if there is no memory. */
struct monitor *monitor_new(struct fail *);
void monitor_free(struct monitor *); /* NULL is allowed */

/* Lock and unlock the monitor.  Only one thread at a time runs between these
 * two calls. */
void monitor_enter(struct monitor *);
void monitor_leave(struct monitor *);

/* Call both between monitor_enter() and monitor_leave(). monitor_wait()
 * unlocks the monitor, sleeps until monitor_wake() or spuriously, and locks
 * it again. monitor_wake() wakes one waiting thread. */
void monitor_wait(struct monitor *);
void monitor_wake(struct monitor *);

#endif
