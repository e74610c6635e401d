/*
 * monitor - a lock for what several threads change, and a way to wait in it for
 * what another thread will change.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_MONITOR_H
#define BASE_MONITOR_H

#include "base/base.h"

struct monitor;

/* NULL without memory. */
struct monitor *monitor_new(struct fail *);
void monitor_free(struct monitor *); /* NULL is fine */

/* One thread at a time is between these two. */
void monitor_enter(struct monitor *);
void monitor_leave(struct monitor *);

/* Between them: leaves, sleeps until another thread calls monitor_wake(), or for
 * no reason, and enters again; monitor_wake() wakes one. */
void monitor_wait(struct monitor *);
void monitor_wake(struct monitor *);

#endif
