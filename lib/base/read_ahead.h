/*
 * read_ahead - bytes that somebody makes, made ahead of their use on a thread.
 *
 * At most a MiB ahead.  What arrives, and where an end or an error stands among
 * it, is as if the maker were called by the reader.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_READ_AHEAD_H
#define BASE_READ_AHEAD_H

#include "base/base.h"

struct read_ahead;

/*
 * make, as read_ahead_read() below, is called on the thread with ctx, which is its
 * own from read_ahead_start() to read_ahead_free(); the last call is one that does not
 * return 1.  NULL without memory.
 */
struct read_ahead *read_ahead_new(int (*make)(void *ctx, unsigned char *to,
				      size_t room, size_t *n, struct fail *),
    void *ctx, struct fail *);

/* Starts the thread.  -1: the system has none to give, nothing was called. */
int read_ahead_start(struct read_ahead *);

/* Writes the bytes that come next to `to`, at most room and at least one: 1
 * with how many they are in *n; 0 at the end, or -1, then again and again. */
int read_ahead_read(struct read_ahead *, unsigned char *to, size_t room,
    size_t *n, struct fail *);

/* For make: waits until fd has bytes, or an end; -1 if none are wanted. */
int read_ahead_wait(struct read_ahead *, int fd);

/* Ends the thread, which must not wait for anything but read_ahead_wait().  NULL is
 * fine. */
void read_ahead_free(struct read_ahead *);

#endif
