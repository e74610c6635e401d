/*
 * ahead - bytes that somebody makes, made ahead of their use on a thread.
 *
 * At most a MiB ahead.  What arrives, and where an end or an error stands among
 * it, is as if the maker were called by the reader.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_AHEAD_H
#define BASE_AHEAD_H

#include "base/base.h"

struct ahead;

/*
 * make, as ahead_read() below, is called on the thread with ctx, which is its
 * own from ahead_start() to ahead_free(); the last call is one that does not
 * return 1.  NULL without memory.
 */
struct ahead *ahead_new(int (*make)(void *ctx, unsigned char *to, size_t room,
			    size_t *n, struct fail *),
    void *ctx, struct fail *);

/* Starts the thread.  -1: the system has none to give, nothing was called. */
int ahead_start(struct ahead *);

/* Writes the bytes that come next to `to`, at most room and at least one: 1
 * with how many they are in *n; 0 at the end, or -1, then again and again. */
int ahead_read(
    struct ahead *, unsigned char *to, size_t room, size_t *n, struct fail *);

/* For make: waits until fd has bytes, or an end; -1 if none are wanted. */
int ahead_wait(struct ahead *, int fd);

/* Ends the thread, which must not wait for anything but ahead_wait().  NULL is
 * fine. */
void ahead_free(struct ahead *);

#endif
