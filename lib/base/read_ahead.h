/*
 * read_ahead - a thread that produces bytes before the reader needs them.
 *
 * The thread runs at most a MiB ahead.  The reader gets the same bytes, end and
 * errors as if it called the producer itself.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_READ_AHEAD_H
#define BASE_READ_AHEAD_H

#include "base/base.h"

struct read_ahead;

/*
 * The thread calls make with ctx; make must behave like read_ahead_read()
 * below.  The thread owns ctx from read_ahead_start() to read_ahead_free().  It
 * stops after the first call that does not return 1.  Returns NULL if there is
 * no memory.
 */
struct read_ahead *read_ahead_new(int (*make)(void *ctx, unsigned char *to,
				      size_t room, size_t *n, struct fail *),
    void *ctx, struct fail *);

/* Starts the thread.  Returns -1 if the system has no thread to give; make
 * was then never called. */
int read_ahead_start(struct read_ahead *);

/* Reads the next bytes into `to`: at least one, at most room.  Returns 1 and
 * their number in *n; 0 at the end, -1 on an error.  A call after the end or
 * an error returns the same again. */
int read_ahead_read(struct read_ahead *, unsigned char *to, size_t room,
    size_t *n, struct fail *);

/* For make: waits until fd is readable or at its end.  Returns -1 once the
 * reader has stopped. */
int read_ahead_wait(struct read_ahead *, int fd);

/* Ends the thread.  make may block in read_ahead_wait() only.  NULL is
 * allowed. */
void read_ahead_free(struct read_ahead *);

#endif
