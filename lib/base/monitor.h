/*
 * monitor - a lock for data that several threads change, with a way to wait
 * until another thread has changed them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_MONITOR_H
#define BASE_MONITOR_H

#include "base/base.h"

struct monitor;

/* Returns NULL if memory runs out. */
struct monitor *monitor_new(struct fail *);
void monitor_free(struct monitor *); /* NULL is allowed */

/* Lock and unlock the monitor.  Only one thread at a time is between these two
 * calls. */
void monitor_enter(struct monitor *);
void monitor_leave(struct monitor *);

/* Call both between monitor_enter() and monitor_leave().  monitor_wait()
 * unlocks the monitor, sleeps, and locks it again.  monitor_wake() wakes one
 * waiting thread.  A thread may also wake by itself, so it must test again what
 * it waits for. */
void monitor_wait(struct monitor *);
void monitor_wake(struct monitor *);

#endif
